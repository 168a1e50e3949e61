internal import DecommissionGate

/// Request line and headers as they came; the rules that make a request of them.
struct RequestHead {
    var method: String
    /// The target as it was sent.
    var target: [UInt8]
    var version: String
    var fields: [Field]

    /// One header; repeated headers are repeated here.
    struct Field {
        /// In lower case.
        var name: String
        /// nil where it is not UTF-8 or holds control characters.
        var value: String?
        /// Bytes of name and value.
        var size: Int
    }

    /// Whether a body follows.
    var hasBody: Bool {
        values("transfer-encoding").count > 0 || values("content-length").contains { Int($0) != 0 }
    }

    /// The request, or why it is none.
    func request(within limits: HTTPServerLimits) throws(Refusal) -> HTTPRequest {
        guard target.count <= limits.target else { throw .targetTooLong(limit: limits.target) }
        guard fields.reduce(0, { $0 + $1.size }) <= limits.headers else {
            throw .headersTooLarge(limit: limits.headers)
        }
        var headers: [String: String] = [:]
        for field in fields {
            guard let value = field.value, field.name.utf8.allSatisfy(Self.isTokenByte), !field.name.isEmpty
            else {
                throw .malformed("a header is malformed")
            }
            headers[field.name] = headers[field.name].map { "\($0), \(value)" } ?? value
        }
        try checkFraming(limits)
        let target = try RequestTarget(target)
        // HEAD is answered as GET; libmicrohttpd leaves the body out.
        return HTTPRequest(
            method: method == "HEAD" ? "GET" : method, path: target.path, query: target.query,
            headers: headers)
    }

    /// What lets two readers of the same bytes disagree on where a request ends is refused (RFC 9112, 6.3).
    private func checkFraming(_ limits: HTTPServerLimits) throws(Refusal) {
        let encodings = values("transfer-encoding")
        let lengths = values("content-length")
        guard lengths.count <= 1, encodings.count <= 1, lengths.isEmpty || encodings.isEmpty else {
            throw .malformed("more than one length")
        }
        if let encoding = encodings.first, encoding.lowercased() != "chunked" || version == "HTTP/1.0" {
            throw .malformed("transfer encoding \"\(encoding)\"")
        }
        let hosts = values("host").count
        guard hosts == 1 || hosts == 0 && version == "HTTP/1.0" else {
            throw .malformed("\(hosts) Host headers")
        }
        if hasBody && (method == "GET" || method == "HEAD") {
            throw .malformed("a body on \(method)")
        }
        if let length = lengths.first {
            guard let bytes = Int(length), bytes >= 0 else { throw .malformed("Content-Length") }
            guard bytes <= limits.body else { throw .bodyTooLarge(limit: limits.body) }
        }
    }

    private func values(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map { $0.value ?? "" }
    }

    /// The characters of a header's name (RFC 9110, 5.6.2): a space in it hides the header from others.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// Why a request does not get its handler's answer.
enum Refusal: Error, Equatable {
    case malformed(String)
    case targetTooLong(limit: Int)
    case headersTooLarge(limit: Int)
    case bodyTooLarge(limit: Int)
    /// The handler's fault: a header that cannot be sent.
    case badHeader

    /// The answer; the connection ends with it, for where the next request begins is not certain.
    var response: HTTPResponse {
        let (status, words) =
            switch self {
            case .malformed(let what): (400, "bad request: \(what)")
            case .targetTooLong(let limit): (414, "the path and query may have \(limit) bytes")
            case .headersTooLarge(let limit): (431, "the headers may have \(limit) bytes")
            case .bodyTooLarge(let limit): (413, "a body may have \(limit) bytes")
            case .badHeader: (500, "the service wrote a header that cannot be sent")
            }
        return HTTPResponse(
            status: status,
            headers: [
                HTTPHeader("Content-Type", "text/plain; charset=utf-8"), HTTPHeader("Connection", "close"),
            ],
            body: Array("\(words)\n".utf8))
    }
}
