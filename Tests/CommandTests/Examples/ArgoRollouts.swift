import DecommissionGate
import Foundation
import HTTPClient

/// What Argo Rollouts (1.9) does with an AnalysisTemplate, as far as the example goes; what it goes beyond is refused.
/// Measured against `metricproviders/webmetric`, `utils/evaluate` and `analysis` of that release.
struct ArgoTemplate {
    enum Phase {
        case successful, failed, error
    }

    private let count: Int
    private let failureLimit: Int
    private let consecutiveErrorLimit: Int
    private let condition: ArgoCondition
    private let url: String
    private let headers: [HTTPHeader]
    private let timeout: Duration

    /// - Parameter arguments: Those of the run; the template's own values stand where it gives none.
    init(_ file: ExampleNode, arguments: [String: String]) throws {
        try file.with("apiVersion", "kind", "metadata", "spec")
        try file["apiVersion"].must(be: "argoproj.io/v1alpha1")
        try file["kind"].must(be: "AnalysisTemplate")
        // Above all no `dryRun`, under which what fails passes.
        let spec = try file["spec"].with("args", "metrics")
        var values = arguments
        for argument in try spec["args"].items {
            let name = try argument.with("name", "value?")["name"].string
            values[name] = try values[name] ?? argument.optional("value")?.string
        }
        let metrics = try spec["metrics"].items
        guard metrics.count == 1, let metric = metrics.first else {
            throw ExampleNode.Problem(description: "one metric is enough")
        }
        try metric.with(
            "name", "count", "interval", "failureLimit", "inconclusiveLimit", "consecutiveErrorLimit",
            "successCondition", "provider")
        _ = try metric["interval"].duration
        count = try metric["count"].integer
        failureLimit = try metric["failureLimit"].integer
        consecutiveErrorLimit = try metric["consecutiveErrorLimit"].integer
        // Without a failureCondition no measurement is ever inconclusive.
        try metric["inconclusiveLimit"].must(be: "0")
        condition = try ArgoCondition(Self.filled(metric["successCondition"].string, values))
        let web = try metric["provider"].with("web")["web"].with(
            "url", "timeoutSeconds", "headers", "jsonPath")
        try web["jsonPath"].must(be: "{$}")
        url = try Self.filled(web["url"].string, values)
        timeout = .seconds(try web["timeoutSeconds"].integer)
        headers = try web["headers"].items.map { header in
            try header.with("key", "value")
            return try HTTPHeader(header["key"].string, header["value"].string)
        }
    }

    /// `{{args.name}}`, replaced in every text of a metric; one without a value ends the run as an error.
    private static func filled(_ text: String, _ values: [String: String]) throws -> String {
        let text = values.reduce(text) { $0.replacing("{{args.\($1.key)}}", with: $1.value) }
        guard !text.contains("{{") else {
            throw ExampleNode.Problem(description: "\(text): an argument without a value")
        }
        return text
    }

    /// The phase of a run that is left alone; the intervals pass at once.
    func run() async -> Phase {
        var (counted, failed, errors) = (0, 0, 0)
        while true {
            switch await measure() {
            case .successful: (counted, errors) = (counted + 1, 0)
            case .failed: (counted, failed, errors) = (counted + 1, failed + 1, 0)
            case .error: errors += 1
            }
            if failureLimit >= 0, failed > failureLimit { return .failed }
            if errors > consecutiveErrorLimit { return .error }
            if counted >= count { return .successful }
        }
    }

    private func measure() async -> Phase {
        do {
            let response = try await follow(url, redirects: 10)
            guard (200..<300).contains(response.status) else { return .error }
            // What is no JSON is a text, and a text has no members: each condition is then an error.
            guard let value = try? JSONDecoder().decode(AnyJSON.self, from: Data(response.body)) else {
                return .error
            }
            return try condition.holds(for: value) ? .successful : .failed
        } catch {
            return .error
        }
    }

    /// Go's client goes wherever it is sent.
    private func follow(_ url: String, redirects: Int) async throws -> HTTPResponse {
        let response = try await HTTPClient().get(url, timeout: timeout, headers: headers)
        let location = response.headers.first { $0.name == "location" }?.value
        guard (300..<400).contains(response.status), let location, redirects > 0,
            let next = URL(string: location, relativeTo: URL(string: url))
        else { return response }
        return try await follow(next.absoluteString, redirects: redirects - 1)
    }
}

/// The part of the expression language (expr-lang/expr 1.17) that the example uses.
struct ArgoCondition {
    private enum Clause {
        case equals(String, AnyJSON)
        /// `now() - date(result.member) < duration("5m")`
        case isYoungerThan(String, Duration)
        /// `date(result.member) - now() < duration("5m")`
        case isNotAhead(String, Duration)
    }

    private let clauses: [Clause]

    init(_ text: String) throws {
        clauses = try text.split(separator: "&&").map { part in
            let part = part.trimmingCharacters(in: .whitespacesAndNewlines)
            if let match = part.wholeMatch(of: /result\.(\w+) == (?:"([^"\\]*)"|(true|false))/) {
                let value =
                    match.output.2.map { AnyJSON.text(String($0)) } ?? .truth(match.output.3 == "true")
                return .equals(String(match.output.1), value)
            }
            if let match = part.wholeMatch(of: /now\(\) - date\(result\.(\w+)\) < duration\("(\d+)m"\)/),
                let minutes = Int64(match.output.2)
            {
                return .isYoungerThan(String(match.output.1), .seconds(60 * minutes))
            }
            if let match = part.wholeMatch(of: /date\(result\.(\w+)\) - now\(\) < duration\("(\d+)m"\)/),
                let minutes = Int64(match.output.2)
            {
                return .isNotAhead(String(match.output.1), .seconds(60 * minutes))
            }
            throw ExampleNode.Problem(description: "successCondition: \(part): not read by this contract")
        }
    }

    private struct EvaluationError: Error {}

    private func date(_ member: AnyJSON?) throws -> Date {
        guard case .text(let text)? = member else { throw EvaluationError() }
        return try Date(text, strategy: .iso8601)
    }

    /// From left to right; what comes after the first clause that is false is not looked at.
    func holds(for result: AnyJSON) throws -> Bool {
        guard case .object(let members) = result else { throw EvaluationError() }
        return try clauses.allSatisfy { clause in
            switch clause {
            // A member that is missing is nil, which equals nothing.
            case .equals(let name, let value): return members[name] == value
            case .isYoungerThan(let name, let limit):
                return try -date(members[name]).timeIntervalSinceNow < Double(limit.components.seconds)
            case .isNotAhead(let name, let limit):
                return try date(members[name]).timeIntervalSinceNow < Double(limit.components.seconds)
            }
        }
    }
}

/// Any JSON, with its types kept apart.
enum AnyJSON: Decodable, Equatable {
    case nothing
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([AnyJSON])
    case object([String: AnyJSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([AnyJSON].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: AnyJSON].self))
        }
    }
}
