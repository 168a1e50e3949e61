import Quiescence

/// The forms of answers. None may be cached: an old "safe" out of a cache is a wrong one.
extension HTTPResponse {
    private static let guarded = [
        HTTPHeader("Cache-Control", "no-store"), HTTPHeader("X-Content-Type-Options", "nosniff"),
    ]

    private init(_ status: Int, _ contentType: String, _ body: [UInt8], _ more: [HTTPHeader] = []) {
        self.init(
            status: status, headers: [HTTPHeader("Content-Type", contentType)] + Self.guarded + more,
            body: body)
    }

    static func text(_ status: Int, _ line: String) -> HTTPResponse {
        HTTPResponse(status, "text/plain; charset=utf-8", Array("\(line)\n".utf8))
    }

    static func json(_ body: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(status, "application/json", body)
    }

    static func page(_ body: [UInt8]) -> HTTPResponse { html(body, LandingPage.contentSecurityPolicy) }

    static func report(_ format: ReportFormat, _ report: SealedReport) -> HTTPResponse {
        let body = format.bytes(of: report)
        return switch format {
        case .json: json(body)
        case .html: html(body, ReportPage.contentSecurityPolicy)
        case .markdown: HTTPResponse(200, "text/markdown; charset=utf-8", body)
        }
    }

    private static func html(_ body: [UInt8], _ policy: String) -> HTTPResponse {
        HTTPResponse(
            200, "text/html; charset=utf-8", body,
            [
                HTTPHeader("Content-Security-Policy", policy),
                HTTPHeader("Referrer-Policy", "no-referrer"),
            ])
    }

    static func metrics(_ page: MetricsPage, for request: HTTPRequest) throws -> HTTPResponse {
        let format = ContentNegotiation.metricsFormat(accept: request.headers["accept"])
        let form = page.form(format)
        let vary = HTTPHeader("Vary", "Accept, Accept-Encoding")
        if ContentNegotiation.acceptsGzip(request.headers["accept-encoding"]), let gzip = form.gzip {
            let encoding = HTTPHeader("Content-Encoding", "gzip")
            return HTTPResponse(200, format.contentType, gzip, [vary, encoding])
        }
        return HTTPResponse(200, format.contentType, try form.plain, [vary])
    }

    /// An error, in the form that the rest of its path has.
    static func failure(_ status: Int, _ reason: String, for request: HTTPRequest) -> HTTPResponse {
        guard request.path.hasPrefix("/api/") else { return text(status, reason) }
        do {
            return json(try JSON.bytes(["error": reason]), status: status)
        } catch {
            return text(status, reason)
        }
    }

    static func noGate(for request: HTTPRequest) -> HTTPResponse {
        let known = Gate.allCases.map(\.rawValue).joined(separator: ", ")
        return failure(404, "no such gate; there are \(known)", for: request)
    }
}
