/// The groups that a cluster's coordinators named, and whether all of them answered.
public struct GroupListing: Sendable, Equatable {
    /// A listing without an error can still lack groups; this says whether it provably does not.
    public enum Completeness: Sendable, Equatable {
        case complete
        indirect case incomplete(Cause)
    }

    public var completeness: Completeness
    /// Every group of every protocol type that was named, even by an incomplete listing.
    public var seen: [GroupName: GroupSurvey]

    public init(completeness: Completeness, seen: [GroupName: GroupSurvey]) {
        self.completeness = completeness
        self.seen = seen
    }
}

/// One group.
public struct GroupSurvey: Sendable, Equatable {
    /// `consumer`, `connect`, …; empty for a group that only stores offsets. Unreadable where the
    /// listing cannot tell (a new protocol seen through the classic call).
    public var protocolType: Reading<String>
    public var state: Reading<GroupState>
    /// Unreadable where only the existence of members is known, or nothing at all; never an empty list for that.
    public var members: Reading<[GroupMember]>
    /// Every offset that this group has committed. A group that never committed has none.
    public var commits: Reading<PartitionMap<CommittedOffset>>

    public init(
        protocolType: Reading<String>, state: Reading<GroupState>, members: Reading<[GroupMember]>,
        commits: Reading<PartitionMap<CommittedOffset>>
    ) {
        self.protocolType = protocolType
        self.state = state
        self.members = members
        self.commits = commits
    }
}

/// What a group's coordinator says of it.
public enum GroupState: String, Hashable, Sendable {
    /// Has members and works.
    case stable
    /// Has members that join, leave, assign or reconcile.
    case rebalancing
    /// Exists without a member.
    case empty
}

/// A member of a group; the fields that tell a person whom to ask.
public struct GroupMember: Hashable, Sendable {
    public let id: String
    public let clientID: String
    public let host: String

    public init(id: String, clientID: String, host: String) {
        self.id = id
        self.clientID = clientID
        self.host = host
    }
}
