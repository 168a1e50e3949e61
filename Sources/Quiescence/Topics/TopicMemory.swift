/// What earlier surveys have shown of a topic.
struct TopicMemory: Equatable {
    var partitions: [PartitionMemory] = []
    /// It was described at least once, or came under our eyes; otherwise what it holds is no news.
    var wasRead = false
    /// The most partitions that it ever had.
    var mostPartitions = 0
    /// Advance of all end offsets since the first look, in offsets.
    var appended: Int64 = 0
    var lastAppend: WallTime?
    /// It is gone from a complete listing, and its removal is explained.
    var removedAsPlanned = false
    /// The same, since we watch: MirrorMaker may have brought it back empty, and it may stay so.
    var wasEverRemovedAsPlanned = false
    /// A source that a complete listing does not have any more; back, it is another one.
    var isGone = false
}

/// What earlier surveys have shown of a partition.
struct PartitionMemory: Equatable {
    /// The end read last; nil until it was read once.
    var end: EndOffset?
    /// The log start at our first look, or the lowest since: what lies below is history.
    var firstStart: StartOffset?

    /// A partition that existed before we looked: its first reading is only a baseline.
    static let found = PartitionMemory()
    /// A partition that came into being under our eyes: whatever it holds was written since.
    static let born = PartitionMemory(end: EndOffset(0), firstStart: StartOffset(0))
}

/// What happened to a partition's end offset between its last reading and this one.
enum Movement: Equatable {
    /// Read for the first time: nothing to be compared with.
    case firstRead(EndOffset)
    case still
    case advanced(from: EndOffset, to: EndOffset)
    /// Recreated, or an unclean election. Never clamped: it is a violation.
    case wentBack(from: EndOffset, to: EndOffset)
    indirect case unread(Cause)

    init(from before: EndOffset?, to now: Reading<EndOffset>) {
        switch now {
        case .unreadable(let cause): self = .unread(cause)
        case .absent: self = .unread(Cause(.missing, "no end offset was given"))
        case .known(let end):
            guard let before else {
                self = .firstRead(end)
                return
            }
            if end == before {
                self = .still
            } else {
                self = end > before ? .advanced(from: before, to: end) : .wentBack(from: before, to: end)
            }
        }
    }

    /// Whether the end was read and did not move. A first reading has nothing to be compared with.
    var isQuiet: Bool {
        switch self {
        case .still, .firstRead: true
        case .advanced, .wentBack, .unread: false
        }
    }
}
