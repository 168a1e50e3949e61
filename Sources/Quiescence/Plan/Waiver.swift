/// An exception: on somebody's word one finding does not count, until a day.
public struct Waiver: Hashable, Sendable {
    public var condition: Condition
    /// As the finding names it; a topic stands for each of its partitions.
    public var subject: String
    /// The finding's own words. Without them the waiver covers what is found of its subject in the first survey
    /// under it, and nothing that comes later.
    public var finding: String?
    public var reason: String
    /// Who answers for it.
    public var owner: String
    /// From then on it counts no more.
    public var until: WallTime

    public init(
        condition: Condition, subject: String, finding: String? = nil, reason: String, owner: String,
        until: WallTime
    ) {
        self.condition = condition
        self.subject = subject
        self.finding = finding
        self.reason = reason
        self.owner = owner
        self.until = until
    }
}

/// Compared byte by byte in what it covers, as names are: one for another group is another waiver.
extension Waiver {
    public static func == (left: Self, right: Self) -> Bool { left.parts == right.parts }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(condition)
        hasher.combine(NameText(subject))
    }

    private var parts: (Condition, NameText, NameText?, String, String, WallTime) {
        (condition, NameText(subject), finding.map(NameText.init), reason, owner, until)
    }
}
