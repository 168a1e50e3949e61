/// A topic in one survey, beside what earlier surveys have shown of it.
struct TopicView {
    let side: Side
    let name: TopicName
    let role: TopicRole
    let reason: String?
    let presence: Presence
    /// As it was before this survey.
    let memory: TopicMemory?

    enum Presence {
        /// Its partitions and, index by index, how their ends moved.
        case read(TopicSurvey, movements: [Movement])
        indirect case unreadable(Cause)
        /// A complete listing does not have it any more.
        case gone
    }

    /// Partition numbers that were there before and are not now: recreated with fewer.
    var lostPartitions: Range<Int>? {
        guard case .read(let survey, _) = presence, let memory,
            survey.partitions.count < memory.partitions.count
        else { return nil }
        return survey.partitions.count..<memory.partitions.count
    }

    /// The partition of that number, if this survey read the topic and it has one.
    func partition(_ number: Int32) -> PartitionSurvey? {
        guard case .read(let survey, _) = presence, survey.partitions.indices.contains(Int(number)) else {
            return nil
        }
        return survey.partitions[Int(number)]
    }

    /// What lies below it is history: the log start when the partition was first read.
    func firstStart(_ number: Int32) -> StartOffset? {
        if let memory, memory.partitions.indices.contains(Int(number)),
            let start = memory.partitions[Int(number)].firstStart
        {
            return start
        }
        guard let partition = partition(number), case .known(let start) = partition.start else { return nil }
        return start
    }

    /// Whether the partition's end was read and has not moved.
    func isQuiet(_ number: Int32) -> Bool {
        guard case .read(_, let movements) = presence, movements.indices.contains(Int(number)) else {
            return false
        }
        return movements[Int(number)].isQuiet
    }
}
