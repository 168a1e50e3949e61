/// Which groups are in scope and how they read; remembers what it has decided.
struct GroupBook {
    /// What is said of a group by rules.
    struct Entry: Equatable {
        /// The operator's reason for leaving it out.
        var excluded: String?
        /// The level at which it reads; the one that is given more records unless the configuration says.
        var isolation: Isolation
    }

    private let exclusions: NameMatcher<NameRule>
    private let isolations: NameMatcher<IsolationRule>
    private var entries: [GroupName: Entry] = [:]

    /// Throws where a pattern does not compile.
    init(plan: Plan) throws {
        exclusions = try NameMatcher(plan.groups.exclude) { $0.names }
        isolations = try NameMatcher(plan.groups.isolation) { $0.names }
    }

    /// What is said of `group`.
    mutating func entry(of group: GroupName) -> Entry {
        if let known = entries[group] { return known }
        let entry = Entry(
            excluded: exclusions.firstRule(matching: group.rawValue)?.reason,
            isolation: isolations.firstRule(matching: group.rawValue)?.level ?? .readUncommitted)
        entries[group] = entry
        return entry
    }
}
