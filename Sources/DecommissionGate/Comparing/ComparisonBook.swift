public import Quiescence

/// What is still to be compared, what is under way, and what is done; shared by those who compare.
///
/// A result counts once a later look has shown that both partitions are still led by whom they were led before:
/// another leader may have another log with the same offsets.
public actor ComparisonBook {
    private var queue: ArraySlice<PartitionPair>
    private let former: [TopicPartition: ComparedPartition]
    private var layouts: BothLayouts
    private var finished: [Finished] = []
    /// Those that count.
    public private(set) var results: [TopicPartition: ComparedPartition] = [:]

    /// A look at both clusters.
    public struct BothLayouts: Sendable {
        public let old: LeaderLayout
        public let new: LeaderLayout

        public init(old: LeaderLayout, new: LeaderLayout) {
            self.old = old
            self.new = new
        }

        fileprivate func leaders(of pair: PartitionPair) -> Leaders {
            Leaders(
                old: old.leader(of: pair.source), new: pair.mirror.map(new.leader(of:)) ?? .absent)
        }
    }

    /// Work for one who compares.
    public struct Assignment: Sendable {
        public let pair: PartitionPair
        public let former: ComparedPartition?
        fileprivate let leaders: Leaders
    }

    fileprivate struct Leaders: Sendable, Equatable {
        let old: Reading<BrokerID>
        let new: Reading<BrokerID>
    }

    private struct Finished {
        let task: Assignment
        let result: ComparedPartition
    }

    /// - Parameter former: What an earlier run came to.
    public init(
        _ topics: [ScopedTopic], former: [TopicPartition: ComparedPartition], layouts: BothLayouts
    ) {
        queue = topics.flatMap(\.pairs)[...]
        self.former = former
        self.layouts = layouts
    }

    /// Those that count, and what earlier runs came to of partitions whose turn has not come: for the next run.
    public var kept: [TopicPartition: ComparedPartition] {
        former.merging(results) { _, result in result }
    }

    /// How many partitions are done, whether they count yet or not.
    public var doneCount: Int { results.count + finished.count }

    public func next() -> Assignment? {
        guard let pair = queue.popFirst() else { return nil }
        return Assignment(pair: pair, former: former[pair.source], leaders: layouts.leaders(of: pair))
    }

    public func finish(_ task: Assignment, _ result: ComparedPartition) {
        finished.append(Finished(task: task, result: result))
    }

    /// Looks who leads now, and takes or refuses what was finished before the look.
    public func confirm(by look: @Sendable () async -> Result<BothLayouts, Cause>) async {
        let waiting = finished
        finished = []
        let answer = await look()
        for one in waiting {
            results[one.task.pair.source] = one.result.moved(changes(since: one.task, by: answer))
        }
        if case .success(let layouts) = answer { self.layouts = layouts }
    }

    private func changes(since task: Assignment, by answer: Result<BothLayouts, Cause>) -> [String] {
        let pair = task.pair
        switch answer {
        case .failure(let cause): return ["who leads \(pair.source) could not be read again: \(cause.detail)"]
        case .success(let layouts):
            let now = layouts.leaders(of: pair)
            var changes: [String] = []
            if now.old != task.leaders.old {
                changes.append("\(pair.source) changed its leader, \(task.leaders.old.words) before")
            }
            if let mirror = pair.mirror, now.new != task.leaders.new {
                changes.append("\(mirror) changed its leader, \(task.leaders.new.words) before")
            }
            return changes
        }
    }
}

extension Reading<BrokerID> {
    fileprivate var words: String {
        switch self {
        case .known(let id): "broker \(id)"
        case .absent: "none"
        case .unreadable: "unknown"
        }
    }
}
