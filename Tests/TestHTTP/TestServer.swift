public import DecommissionGate
public import HTTPServer

/// A handler made of a closure.
public struct ClosureHandler: HTTPHandler {
    private let body: @Sendable (HTTPRequest) -> HTTPResponse

    public init(_ body: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { self.body = body }

    public func respond(to request: HTTPRequest) -> HTTPResponse { body(request) }
}

/// Runs `body` against a server on a free port of every loopback address, and stops it after.
public func withServer<Result>(
    limits: HTTPServerLimits = HTTPServerLimits(),
    answering handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
    _ body: (HTTPServer) async throws -> Result
) async throws -> Result {
    let server = try startServer(limits: limits, ClosureHandler(handler))
    do {
        let result = try await body(server)
        await server.stop(within: .seconds(1))
        return result
    } catch {
        await server.stop(within: .seconds(1))
        throw error
    }
}

/// Tries ports below the range that clients get theirs from until one is free.
private func startServer(limits: HTTPServerLimits, _ handler: ClosureHandler) throws -> HTTPServer {
    while true {
        let address = ListenAddress(host: .everywhere, port: .random(in: 20_000..<32_000))
        do throws(HTTPServerError) {
            return try HTTPServer(on: address, limits: limits, handler: handler)
        } catch {
            guard error.reason == .portInUse else { throw error }
        }
    }
}
