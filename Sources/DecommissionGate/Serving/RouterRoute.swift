import Quiescence

/// The documented paths; one name for each in `http_requests_total`.
enum Route: String, CaseIterable, Sendable {
    case landing = "/"
    case metrics = "/metrics"
    case gates = "/api/v1/gates"
    case gate = "/api/v1/gates/{gate}"
    case check = "/api/v1/gates/{gate}/check"
    case report = "/api/v1/gates/{gate}/report"
    case groups = "/api/v1/groups"
    case topics = "/api/v1/topics"
    case producers = "/api/v1/producers"
    case lost = "/api/v1/lost"
    case healthy = "/-/healthy"
    case ready = "/-/ready"
    /// Every other path.
    case other

    /// HEAD wherever GET is; POST where a deployment tool knows nothing else.
    var methods: [String] {
        switch self {
        case .check: ["GET", "HEAD", "POST"]
        case .landing, .metrics, .gates, .gate, .report, .groups, .topics, .producers, .lost, .healthy,
            .ready, .other:
            ["GET", "HEAD"]
        }
    }

    /// Every status that an answer can have, so that each has a series from the first page on.
    var statuses: [Int] {
        switch self {
        case .landing, .healthy: [200, 405]
        case .metrics, .gates: [200, 405, 500]
        case .gate: [200, 404, 405, 500]
        case .check: [200, 400, 404, 405, 409, 503]
        case .report: [200, 400, 404, 405, 500]
        case .groups, .topics, .producers, .lost: [200, 400, 405, 500]
        case .ready: [200, 405, 503]
        case .other: [404]
        }
    }
}

/// What a path asks for.
struct Target: Equatable {
    var route: Route
    /// The gate's name as it stands in the path, of any spelling.
    var gate = ""

    init(path: String) {
        if let exact = Route(rawValue: path), ![.gate, .check, .report, .other].contains(exact) {
            route = exact
            return
        }
        // An empty name between two slashes is a part too, and no gate has it.
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let rest = parts.dropFirst(3)
        guard parts.prefix(3) == ["api", "v1", "gates"], let name = rest.first, !name.isEmpty else {
            route = .other
            return
        }
        switch rest.dropFirst() {
        case []: route = .gate
        case ["check"]: route = .check
        case ["report"]: route = .report
        default: route = .other
        }
        gate = String(name)
    }
}

/// How many requests were answered, by route and status.
public struct RequestCounts: Sendable, Equatable {
    private(set) var byRoute: [Route: [Int: Int]]

    /// None yet, of every kind that there can be.
    public init() {
        let zeros = Route.allCases.map { route in
            (route, Dictionary(uniqueKeysWithValues: route.statuses.map { ($0, 0) }))
        }
        byRoute = Dictionary(uniqueKeysWithValues: zeros)
    }

    mutating func add(_ route: Route, _ status: Int) {
        byRoute[route, default: [:]][status, default: 0] += 1
    }
}
