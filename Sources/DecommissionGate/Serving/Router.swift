import Quiescence

/// Answers every documented path from what was published last.
///
/// An answer to HEAD carries the body of GET, for its length; the server leaves the body out.
public struct Router: HTTPHandler {
    private let published: Published
    private let clocks: any Clocks

    public init(published: Published, clocks: any Clocks) {
        self.published = published
        self.clocks = clocks
    }

    public func respond(to request: HTTPRequest) -> HTTPResponse {
        let target = Target(path: request.path)
        let response = answer(request, target)
        published.count(target.route, response.status)
        return response
    }

    private func answer(_ request: HTTPRequest, _ target: Target) -> HTTPResponse {
        let route = target.route
        guard route == .other || route.methods.contains(request.method) else {
            var response = HTTPResponse.failure(405, "this page knows \(route.allow)", for: request)
            response.headers.append(HTTPHeader("Allow", route.allow))
            return response
        }
        let issue = published.current(at: clocks.now())
        switch route {
        case .landing:
            // Whatever else a proxy or a person hangs on shows the page as it is.
            return .page(issue.landing(match: request.query.first { $0.name == "match" }?.value ?? ""))
        case .metrics: return metrics(issue.pages.metrics, request)
        case .gates: return json(for: request) { try issue.pages.gates.filled(with: issue.ageInJSON) }
        case .gate: return gate(request, target, issue)
        case .check: return check(request, target, issue)
        case .report: return report(request, target, issue)
        case .groups: return list(issue.lists.groups, request, issue)
        case .topics: return list(issue.lists.topics, request, issue)
        case .producers: return list(issue.lists.producers, request, issue)
        case .lost: return list(issue.lists.lost, request, issue)
        case .healthy: return .text(200, "healthy")
        case .ready: return published.isReady ? .text(200, "ready") : .text(503, "not ready")
        case .other: return .failure(404, "no such page", for: request)
        }
    }

    private func gate(_ request: HTTPRequest, _ target: Target, _ issue: Issue) -> HTTPResponse {
        guard let gate = Gate(rawValue: target.gate) else { return .noGate(for: request) }
        return json(for: request) { try issue.pages.gate(gate)?.filled(with: issue.ageInJSON) }
    }

    private func check(_ request: HTTPRequest, _ target: Target, _ issue: Issue) -> HTTPResponse {
        guard let gate = Gate(rawValue: target.gate) else { return .noGate(for: request) }
        guard let query = CheckQuery(request.query, on: gate) else {
            return .failure(400, CheckQuery.words(on: gate), for: request)
        }
        let check = query.answer(on: gate, in: issue.pages.document)
        return .text(check.answer.rawValue, check.line)
    }

    private func report(_ request: HTTPRequest, _ target: Target, _ issue: Issue) -> HTTPResponse {
        guard let gate = Gate(rawValue: target.gate) else { return .noGate(for: request) }
        let formats = request.query.map { $0.name == "format" ? ReportFormat(rawValue: $0.value) : nil }
        guard formats.count <= 1, let format = formats.isEmpty ? .json : formats[0] else {
            let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            return .failure(400, "a report takes ?format= of \(known)", for: request)
        }
        do {
            return try issue.report(on: gate).map { .report(format, $0) } ?? .noGate(for: request)
        } catch {
            return .failure(500, "the report could not be written: \(error)", for: request)
        }
    }

    private func list(_ rows: [some ListRow], _ request: HTTPRequest, _ issue: Issue) -> HTTPResponse {
        do {
            let query = try ListQuery(request.query)
            let part = query.part(of: rows)
            let document = issue.pages.document
            let list = ListDocument(
                demo: document.demo, surveyAgeSeconds: issue.age?.inSeconds, surveyedAt: document.surveyedAt,
                stale: document.stale, total: part.total, offset: query.offset, limit: query.limit,
                items: part.items)
            return json(for: request) { try JSON.bytes(list) }
        } catch {
            return .failure(400, error.reason, for: request)
        }
    }

    private func metrics(_ page: MetricsPage, _ request: HTTPRequest) -> HTTPResponse {
        do {
            return try .metrics(page, for: request)
        } catch {
            return .failure(500, "the page could not be put together: \(error)", for: request)
        }
    }

    /// What is written now, from what was published; nil where there is no such gate.
    private func json(for request: HTTPRequest, _ body: () throws -> [UInt8]?) -> HTTPResponse {
        do {
            return try body().map { .json($0) } ?? .noGate(for: request)
        } catch {
            return .failure(500, "the answer could not be written: \(error)", for: request)
        }
    }
}

extension Route {
    fileprivate var allow: String { methods.joined(separator: ", ") }
}

extension Issue {
    fileprivate var ageInJSON: String { age.map { "\($0.inSeconds)" } ?? "null" }
}
