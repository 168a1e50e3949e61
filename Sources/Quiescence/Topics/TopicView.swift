/// A topic in one survey, beside what earlier surveys have shown of it.
struct TopicView {
    let side: Side
    let name: TopicName
    let role: TopicRole
    let reason: String?
    let presence: Presence
    /// As it was before this survey.
    let memory: TopicMemory?
    /// How far MirrorMaker has come, index by index; only for a source topic that was read.
    let progress: [MirrorProgress]

    enum Presence {
        /// Its partitions and, index by index, how their ends moved.
        case read(TopicSurvey, movements: [Movement])
        indirect case unreadable(Cause)
        /// A complete listing does not have it any more.
        case gone
    }

    /// Partition numbers that were there once and are not now: recreated with fewer.
    var lostPartitions: Range<Int>? {
        guard case .read(let survey, _) = presence, let memory,
            survey.partitions.count < memory.mostPartitions
        else { return nil }
        return survey.partitions.count..<memory.mostPartitions
    }

    /// Whether the survey before this one still had more partitions.
    var hasJustLostPartitions: Bool {
        guard case .read(let survey, _) = presence, let memory else { return false }
        return survey.partitions.count < memory.partitions.count
    }

    /// The partition of that number, if this survey read the topic and it has one.
    func partition(_ number: Int32) -> PartitionSurvey? {
        guard case .read(let survey, _) = presence, survey.partitions.indices.contains(Int(number)) else {
            return nil
        }
        return survey.partitions[Int(number)]
    }

    /// What lies below it is history: the log start when the partition was first read, or the start now
    /// where that is lower, for then the topic was recreated and its offsets count anew.
    func firstStart(_ number: Int32) -> StartOffset? {
        let now: StartOffset?
        if let partition = partition(number), case .known(let start) = partition.start {
            now = start
        } else {
            now = nil
        }
        guard let memory else { return now }
        let known = memory.partitions.indices.contains(Int(number))
        let first: StartOffset?
        if known {
            first = memory.partitions[Int(number)].firstStart
        } else {
            first = memory.wasRead ? PartitionMemory.born.firstStart : nil
        }
        guard let first, let now else { return first ?? now }
        return min(first, now)
    }

    /// Whether the partition's end was read and has not moved.
    func isQuiet(_ number: Int32) -> Bool {
        guard case .read(_, let movements) = presence, movements.indices.contains(Int(number)) else {
            return false
        }
        return movements[Int(number)].isQuiet
    }
}
