/// A topic in one survey, beside what earlier surveys have shown of it.
///
/// A class, because one look hands it around many times; nothing of it changes.
final class TopicView: Sendable {
    let side: Side
    private let entry: RoleBook.Entry
    let presence: Presence
    /// As it was before this survey.
    let memory: TopicMemory?
    /// How far MirrorMaker has come; only for a source topic that was read.
    private let progress: TopicProgress
    /// Its mirror on NEW, now or remembered; nil for any but a source, and where there is none.
    let mirror: TopicView?
    /// Of ``presence``, at hand; empty where it was not read.
    private let partitions: [PartitionSurvey]
    /// What stands for the memory of a partition that was not seen before: it may have come under our eyes.
    let unseen: PartitionMemory
    /// Whether it was read, and every partition's end stands where it did, as most do in most surveys.
    let isStill: Bool

    init(
        side: Side, entry: RoleBook.Entry, presence: Presence, memory: TopicMemory?,
        isNew: Bool, progress: TopicProgress, mirror: TopicView?
    ) {
        let unseen: PartitionMemory = isNew || memory?.wasRead ?? false ? .born : .found
        switch presence {
        case .read(let survey):
            partitions = survey.partitions
            isStill = survey.partitions.indices.allSatisfy { number in
                guard case .known(let end) = survey.partitions[number].end else { return false }
                return Self.end(of: number, memory, unseen: unseen) == end
            }
        case .unreadable, .gone: (partitions, isStill) = ([], false)
        }
        self.side = side
        self.entry = entry
        self.presence = presence
        self.unseen = unseen
        self.memory = memory
        self.progress = progress
        self.mirror = mirror
    }

    var name: TopicName { entry.name }
    var role: TopicRole { entry.role }
    /// The configuration's for this role, where a rule of it decided.
    var reason: String? { entry.reason }
    /// Its own name and that of its counterpart, which need not exist; nil for any but a source or a mirror.
    var link: MirrorLink? { entry.link }

    enum Presence {
        case read(TopicSurvey)
        indirect case unreadable(Cause)
        /// A complete listing does not have it any more.
        case gone
    }

    /// Whether it was read now.
    var isRead: Bool {
        switch presence {
        case .read: true
        case .unreadable, .gone: false
        }
    }

    /// Whether its cluster lists it now.
    var isThere: Bool {
        switch presence {
        case .read, .unreadable: true
        case .gone: false
        }
    }

    /// Partition numbers that were there once and are not now: recreated with fewer.
    var lostPartitions: Range<Int>? {
        guard case .read(let survey) = presence, let memory,
            survey.partitions.count < memory.mostPartitions
        else { return nil }
        return survey.partitions.count..<memory.mostPartitions
    }

    /// Whether the survey before this one still had more partitions.
    var hasJustLostPartitions: Bool {
        guard case .read(let survey) = presence, let memory else { return false }
        return survey.partitions.count < memory.partitions.count
    }

    /// How many partitions this survey read.
    var partitionCount: Int { partitions.count }

    /// The numbers of those partitions.
    var partitionNumbers: Range<Int32> { 0..<Int32(partitions.count) }

    /// The partition of that number, if this survey read the topic and it has one.
    func partition(_ number: Int32) -> PartitionSurvey? {
        partitions.indices.contains(Int(number)) ? partitions[Int(number)] : nil
    }

    /// How far MirrorMaker has come with a partition of this source.
    func progress(of number: Int32) -> MirrorProgress {
        guard number >= 0, Int(number) < progress.count else {
            return .unknown(Cause(.missing, "\(name)-\(number) could not be read"))
        }
        return progress[Int(number)]
    }

    /// Whether MirrorMaker's positions of this source are those of the survey before, for all partitions it has.
    var hasSamePositions: Bool {
        switch progress {
        case .undisputed(_, let hasMoved): !hasMoved
        case .each: false
        }
    }

    /// What lies below it is history: the log start when the partition was first read, or the start now
    /// where that is lower, for then the topic was recreated and its offsets count anew.
    func firstStart(_ number: Int32) -> StartOffset? {
        let index = Int(number)
        var now: StartOffset?
        if partitions.indices.contains(index), case .known(let start) = partitions[index].start {
            now = start
        }
        guard let memory else { return now }
        let first: StartOffset?
        if memory.partitions.indices.contains(index) {
            first = memory.partitions[index].firstStart
        } else {
            first = memory.wasRead ? PartitionMemory.born.firstStart : nil
        }
        guard let first, let now else { return first ?? now }
        return min(first, now)
    }

    /// How the end of a partition that was read has moved.
    func movement(of number: Int) -> Movement {
        Movement(from: Self.end(of: number, memory, unseen: unseen), to: partitions[number].end)
    }

    /// Where a partition ended when it was read last; nil where it never was.
    private static func end(of number: Int, _ memory: TopicMemory?, unseen: PartitionMemory) -> EndOffset? {
        guard let memory, memory.partitions.indices.contains(number) else { return unseen.end }
        return memory.partitions[number].end
    }

    /// The same of all its partitions, index by index.
    var movements: [Movement] { partitions.indices.map(movement) }

    /// By how many offsets its ends have advanced since the survey before, as far as this one read them.
    var advance: Int64 {
        if isStill { return 0 }
        return partitions.indices.reduce(0) { sum, number in
            guard case .advanced(let from, let to) = movement(of: number) else { return sum }
            // Wrapping: only offsets that no broker gives can leave 64 bits.
            return sum &+ (to.value - from.value)
        }
    }

    /// Where the log of a partition starts; nil where this survey did not read that.
    func start(of number: Int32) -> StartOffset? {
        guard partitions.indices.contains(Int(number)), case .known(let start) = partitions[Int(number)].start
        else { return nil }
        return start
    }

    /// The end of a partition; absent where this survey read no such partition.
    func end(of number: Int32) -> Reading<EndOffset> {
        partitions.indices.contains(Int(number)) ? partitions[Int(number)].end : .absent
    }

    /// Log start and end of a partition; absent where this survey read no such partition.
    func bounds(of number: Int32) -> Reading<PartitionBounds> {
        partitions.indices.contains(Int(number)) ? partitions[Int(number)].bounds : .absent
    }

    /// Whether this survey read every partition, and each of them ends where that commit stands.
    func isEnd(_ commits: PartitionColumn<CommittedOffset>) -> Bool {
        guard case .read = presence, commits.count == partitions.count else { return false }
        return commits.allSatisfy { number, commit in
            guard partitions.indices.contains(Int(number)),
                case .known(let start) = partitions[Int(number)].start,
                case .known(let end) = partitions[Int(number)].end
            else { return false }
            return start.value <= end.value && commit.value == end.value
        }
    }

    /// Whether start, end and MirrorMaker's position of every partition were read, and it stands at the last offset or
    /// behind; and whether each has a partition of `mirror` that was written.
    func isMirrored(to mirror: TopicView) -> Bool {
        guard progress.count == partitions.count, mirror.partitions.count >= partitions.count else {
            return false
        }
        return partitions.indices.allSatisfy { index in
            guard case .at(let position) = progress[index], case .known(let start) = partitions[index].start,
                case .known(let end) = partitions[index].end,
                case .known(let mirrorEnd) = mirror.partitions[index].end
            else { return false }
            return start.value <= end.value && end.value <= position.value + 1 && mirrorEnd.value > 0
        }
    }

    /// Whether start, end and MirrorMaker's position of every partition were read, and it stands no further with
    /// any of them than is proven.
    func isMirrored(within proven: PartitionColumn<Proven>) -> Bool {
        guard proven.count == partitions.count, progress.count == partitions.count else { return false }
        return proven.allSatisfy { number, proven in
            let index = Int(number)
            guard index < partitions.count, case .at(let position) = progress[index],
                position.value <= proven.reach, case .known(let start) = partitions[index].start,
                case .known(let end) = partitions[index].end
            else { return false }
            return start.value <= end.value
        }
    }

    /// Whether it is known of each of those partitions where the group itself began on the mirror, and MirrorMaker's
    /// position was read and lies below what it is known to have reached.
    func isMirrored(below origins: PartitionColumn<Origin>) -> Bool {
        origins.entries.allSatisfy { entry in
            guard case .at(let position) = progress(of: entry.number), let reached = entry.value.reached,
                let seed = entry.value.seed,
                !seed.writtenByMirrorMaker, seed.upstream != nil
            else { return false }
            return position.value < reached
        }
    }

    /// Whether every partition of this mirror was read, and holds the offset of its newest pair.
    func holds(_ proven: PartitionColumn<Proven>) -> Bool {
        proven.allSatisfy { number, proven in
            let index = Int(number)
            guard index < partitions.count, case .known(let end) = partitions[index].end,
                case .known(let start) = partitions[index].start
            else { return false }
            return start.value <= end.value && proven.pair.downstream < end.value
        }
    }

    /// Of how many partitions the oldest record could not be compared, where all were compared and neither end of
    /// any has moved since; nil where that is not so.
    ///
    /// - Parameter mirror: Nil where it is not needed any more.
    func oldestOpenAtRest(beside mirror: TopicView?, since known: PartitionColumn<Sampled>) -> Int? {
        guard known.count == partitions.count else { return nil }
        var open = 0
        for entry in known.entries {
            let index = Int(entry.number)
            guard index < partitions.count, case .known(let end) = partitions[index].end,
                entry.value.result.isProof
            else { return nil }
            var mirrorEnd: EndOffset?
            if let mirror {
                guard index < mirror.partitions.count, case .known(let end) = mirror.partitions[index].end
                else { return nil }
                mirrorEnd = end
            }
            guard entry.value.stands(at: end, mirrorEnd: mirrorEnd) else { return nil }
            if entry.value.result == .doneButOldest { open += 1 }
        }
        return open
    }

    /// Whether the partition's end was read and has not moved.
    func isQuiet(_ number: Int32) -> Bool {
        partitions.indices.contains(Int(number)) && movement(of: Int(number)).isQuiet
    }
}
