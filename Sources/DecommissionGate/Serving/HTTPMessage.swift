/// A request, as far as this service looks at it.
public struct HTTPRequest: Sendable, Equatable {
    /// As sent, but for HEAD, which comes as GET: the server answers it with GET's headers and no body.
    public var method: String
    /// Decoded path without the query, always with a leading slash.
    public var path: String
    /// Decoded query, in its order.
    public var query: [QueryItem]
    /// Header names in lower case; repeated headers joined with a comma.
    public var headers: [String: String]

    public init(
        method: String, path: String, query: [QueryItem] = [], headers: [String: String] = [:]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }
}

/// One `name=value` of a query.
public struct QueryItem: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// A response. The body is finished bytes: nothing is computed while it is sent.
public struct HTTPResponse: Sendable, Equatable {
    public var status: Int
    /// Without length and date, which the server writes.
    public var headers: [HTTPHeader]
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// One header of a response.
public struct HTTPHeader: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Answers requests from what was published last; called on the server's threads, must not block.
public protocol HTTPHandler: Sendable {
    func respond(to request: HTTPRequest) -> HTTPResponse
}
