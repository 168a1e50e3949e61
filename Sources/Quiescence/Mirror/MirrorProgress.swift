/// How far MirrorMaker has come with one source partition.
enum MirrorProgress {
    /// The offset of the last record that it has mirrored.
    case at(MirrorPosition)
    /// A complete reading holds no position for this partition.
    case none
    /// The position contradicts the log, or what was seen of either before: from now on it proves nothing.
    case contradicted(String)
    indirect case unknown(Cause)
}

/// The same of every partition of a topic.
enum TopicProgress {
    /// MirrorMaker's own words: each partition has a position, as before, and none contradicts anything.
    case undisputed(PartitionColumn<Reading<MirrorPosition>>, hasMoved: Bool)
    /// Index by index.
    case each([MirrorProgress])

    /// Of a topic that is no source, or was not read.
    static var none: TopicProgress { .each([]) }

    /// Of how many partitions it is known.
    var count: Int {
        switch self {
        case .undisputed(let positions, _): positions.count
        case .each(let progress): progress.count
        }
    }

    subscript(index: Int) -> MirrorProgress {
        switch self {
        case .each(let progress): progress[index]
        case .undisputed(let positions, _):
            switch positions.entries[index].value {
            case .known(let position): .at(position)
            case .absent: .none
            case .unreadable(let cause): .unknown(cause)
            }
        }
    }
}
