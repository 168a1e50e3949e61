import Quiescence

/// One page of a list: `/api/v1/groups`, `/api/v1/topics`, `/api/v1/producers`, `/api/v1/lost`.
struct ListDocument<Row: ListRow>: Encodable {
    var demo: Bool
    /// Seconds since the survey; nil before the first one.
    @Nullable var surveyAgeSeconds: Double?
    @Nullable var surveyedAt: Timestamp?
    var stale: Bool
    /// How many there are that match.
    var total: Int
    var offset: Int
    var limit: Int
    var items: [Row]
}

/// One line of a list.
protocol ListRow: Encodable, Sendable {
    /// What `?match=` looks into.
    var name: String { get }
}

/// Which part of a list is wanted.
struct ListQuery: Equatable {
    var match = ""
    var offset = 0
    var limit = 100

    static let largestLimit = 1000

    /// What is wrong with a query, in words for the one who asked.
    struct Malformed: Error, Equatable {
        var reason: String
    }

    init(_ items: [QueryItem]) throws(Malformed) {
        for item in items {
            switch item.name {
            case "match": match = item.value
            case "offset": offset = try Self.number(item, from: 0, to: .max)
            case "limit": limit = try Self.number(item, from: 1, to: Self.largestLimit)
            default: throw Malformed(reason: "unknown parameter \(item.name): match, offset, limit")
            }
        }
    }

    /// The wanted part of `rows`, and how many match in all.
    func part<Row: ListRow>(of rows: [Row]) -> (total: Int, items: [Row]) {
        let needle = match.lowercased()
        let found = needle.isEmpty ? rows : rows.filter { $0.name.lowercased().contains(needle) }
        return (found.count, Array(found.dropFirst(offset).prefix(limit)))
    }

    private static func number(_ item: QueryItem, from lowest: Int, to highest: Int) throws(Malformed) -> Int
    {
        guard let number = Int(item.value), (lowest...highest).contains(number) else {
            let bound = highest == .max ? "of at least \(lowest)" : "from \(lowest) to \(highest)"
            throw Malformed(reason: "\(item.name) must be a number \(bound)")
        }
        return number
    }
}
