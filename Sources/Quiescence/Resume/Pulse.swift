/// What is there once, and changes with every survey.
///
/// Whose turn it is to be read is not kept, nor which record stood in a tail: the next survey asks anew.
struct Pulse: Storable {
    private let clusterIDs: BothSides<ClusterID?>
    private let wereTopicsListed: BothSides<Bool>
    private let lastCompleteListing: BothSides<Int?>
    private let positionsAreFrozen: Bool
    private let hasLedgerBegun: Bool
    private let sampledLast: TopicPartition?
    private let unexplainedCommits: Set<Int32>
    private let surveysWeighed: Int
    private let lastSurvey: Memory.LastSurvey?
    private let clocks: [Condition: ConditionClock]
    private let gates: [GateKeeper]
    private let heartbeats: RoleBook.Heartbeats
    private let latestWaiverTime: WallTime
    private let comparisonsAhead: Set<String>
    private let remadeLogs: Set<TopicPartition>
    private let brokers: BrokerMemory

    /// Of all rows: raised whenever a field of one comes, goes or changes its meaning.
    static let version: Int64 = 4

    init(of remembered: Remembered) {
        let memory = remembered.memory
        clusterIDs = memory.clusterIDs
        wereTopicsListed = memory.wereTopicsListed
        lastCompleteListing = BothSides { memory.groups[$0].lastCompleteListing }
        positionsAreFrozen = memory.positionsAreFrozen
        hasLedgerBegun = memory.ledger.hasBegun
        sampledLast = memory.ledger.sampledLast
        unexplainedCommits = memory.unexplainedCommits
        surveysWeighed = memory.surveysWeighed
        lastSurvey = memory.lastSurvey
        clocks = remembered.clocks
        gates = remembered.gates
        heartbeats = remembered.heartbeats
        latestWaiverTime = memory.waivers.latest
        comparisonsAhead = memory.ledger.comparisonsAhead
        remadeLogs = memory.remadeLogs
        brokers = memory.brokers
    }

    func restore(_ remembered: inout Remembered) {
        remembered.clocks = clocks
        remembered.gates = gates
        remembered.heartbeats = heartbeats
        remembered.memory.clusterIDs = clusterIDs
        remembered.memory.wereTopicsListed = wereTopicsListed
        for side in Side.allCases {
            remembered.memory.groups[side].lastCompleteListing = lastCompleteListing[side]
        }
        remembered.memory.positionsAreFrozen = positionsAreFrozen
        remembered.memory.ledger.hasBegun = hasLedgerBegun
        remembered.memory.ledger.sampledLast = sampledLast
        remembered.memory.unexplainedCommits = unexplainedCommits
        remembered.memory.surveysWeighed = surveysWeighed
        remembered.memory.lastSurvey = lastSurvey
        remembered.memory.waivers.latest = latestWaiverTime
        remembered.memory.ledger.comparisonsAhead = comparisonsAhead
        remembered.memory.remadeLogs = remadeLogs
        remembered.memory.brokers = brokers
    }

    init(from row: inout RowReader) throws(MalformedRow) {
        let version = try row.number()
        guard version == Self.version else {
            throw MalformedRow(
                "its rows are of version \(version), and this program reads \(Self.version)",
                isOfAnotherVersion: true)
        }
        clusterIDs = try row.value()
        wereTopicsListed = try row.value()
        lastCompleteListing = try row.value()
        positionsAreFrozen = try row.value()
        hasLedgerBegun = try row.value()
        sampledLast = try row.value()
        unexplainedCommits = try row.value()
        surveysWeighed = try row.value()
        lastSurvey = try row.value()
        clocks = try row.value()
        gates = try row.value()
        heartbeats = try row.value()
        latestWaiverTime = try row.value()
        comparisonsAhead = try row.value()
        remadeLogs = try row.value()
        brokers = try row.value()
    }

    func write(to row: inout RowWriter) {
        row.put(
            Self.version, clusterIDs, wereTopicsListed, lastCompleteListing, positionsAreFrozen,
            hasLedgerBegun, sampledLast, unexplainedCommits, surveysWeighed, lastSurvey, clocks, gates,
            heartbeats, latestWaiverTime, comparisonsAhead, remadeLogs, brokers)
    }
}

/// What is kept of a group beside its commits. It does not change while each survey shows it as the one before.
struct GroupRow: Storable, Equatable {
    private let hadMembers: Bool
    private let wasMirrorMakers: Bool
    private let lastListed: Mark
    private let lastCommitsRead: Mark?
    private let lastRestless: Mark?

    /// The number of a survey.
    private enum Mark: Equatable, Storable {
        /// The last of all that were weighed, whichever number it has by now.
        case latest
        case at(Int)

        init(_ number: Int, latest: Int) { self = number == latest ? .latest : .at(number) }

        func number(latest: Int) -> Int {
            switch self {
            case .latest: latest
            case .at(let number): number
            }
        }

        init(from row: inout RowReader) throws(MalformedRow) {
            self = try row.value(Int?.self).map { .at($0) } ?? .latest
        }

        func write(to row: inout RowWriter) {
            switch self {
            case .latest: row.put(Int?.none)
            case .at(let number): row.put(Int?.some(number))
            }
        }
    }

    init(of group: GroupMemory, at latest: Int) {
        hadMembers = group.hadMembers
        wasMirrorMakers = group.wasMirrorMakers
        lastListed = Mark(group.lastListed, latest: latest)
        lastCommitsRead = group.lastCommitsRead.map { Mark($0, latest: latest) }
        lastRestless = group.lastRestless.map { Mark($0, latest: latest) }
    }

    func restore(_ group: inout GroupMemory, at latest: Int) {
        group.hadMembers = hadMembers
        group.wasMirrorMakers = wasMirrorMakers
        group.lastListed = lastListed.number(latest: latest)
        group.lastCommitsRead = lastCommitsRead?.number(latest: latest)
        group.lastRestless = lastRestless?.number(latest: latest)
    }

    init(from row: inout RowReader) throws(MalformedRow) {
        hadMembers = try row.value()
        wasMirrorMakers = try row.value()
        lastListed = try row.value()
        lastCommitsRead = try row.value()
        lastRestless = try row.value()
    }

    func write(to row: inout RowWriter) {
        row.put(hadMembers, wasMirrorMakers, lastListed, lastCommitsRead, lastRestless)
    }
}

extension BothSides: Storable where Value: Storable {
    init(from row: inout RowReader) throws(MalformedRow) {
        self.init(old: try row.value(), new: try row.value())
    }

    func write(to row: inout RowWriter) { row.put(old, new) }
}
