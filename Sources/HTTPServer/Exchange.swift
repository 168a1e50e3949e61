internal import DecommissionGate

/// One request on its way to its response; touched by one thread of the server only.
final class Exchange {
    /// The request's target as it was sent.
    let target: [UInt8]
    private var state = State.new

    private enum State {
        case new
        /// The head is accepted; its body, if it has one, is thrown away. So many bytes so far.
        case accepted(HTTPRequest, received: Int)
        case answered
    }

    init(target: [UInt8]) { self.target = target }

    /// Whether the head was judged.
    var hasBegun: Bool {
        switch state {
        case .new: false
        case .accepted, .answered: true
        }
    }

    /// Judges the head; nil where the request is to be read to its end first.
    ///
    /// A response this early makes libmicrohttpd close the connection after it: right for a refusal, and for
    /// a body that nobody will read.
    func begin(_ head: RequestHead, limits: HTTPServerLimits, _ handler: any HTTPHandler) -> HTTPResponse? {
        do throws(Refusal) {
            let request = try head.request(within: limits)
            guard head.hasBody && request.method != "POST" else {
                state = .accepted(request, received: 0)
                return nil
            }
            state = .answered
            return Self.respond(to: request, handler)
        } catch {
            state = .answered
            return error.response
        }
    }

    /// Counts bytes of the body, which are dropped.
    func discard(_ count: Int) {
        guard case .accepted(let request, let received) = state else { return }
        state = .accepted(request, received: received + count)
    }

    /// The request was read to its end.
    func end(limits: HTTPServerLimits, _ handler: any HTTPHandler) -> HTTPResponse? {
        guard case .accepted(let request, let received) = state else { return nil }
        state = .answered
        return received > limits.body
            ? Refusal.bodyTooLarge(limit: limits.body).response : Self.respond(to: request, handler)
    }

    private static func respond(to request: HTTPRequest, _ handler: any HTTPHandler) -> HTTPResponse {
        var response = handler.respond(to: request)
        let hasType = response.headers.contains { $0.name.lowercased() == "content-type" }
        if response.status >= 400 && !hasType {
            response.headers.append(HTTPHeader("Content-Type", "text/plain; charset=utf-8"))
        }
        return response
    }
}
