/// What the ledger comes to over one source topic.
public struct LedgerFigures: Sendable, Equatable {
    /// Source offsets that were stepped over and hold a record on OLD, or did when they were read.
    public var lost: Int64 = 0
    /// Those that expired on OLD under our eyes before anybody could say whether they were mirrored.
    public var expired: Int64 = 0
    /// All that were stepped over and are not explained: lost, or gone before they could be read. Unreadable while
    /// something of the topic is in doubt.
    public var skipped: Reading<Int64> = .known(0)

    public init(skipped: Reading<Int64> = .known(0), lost: Int64 = 0, expired: Int64 = 0) {
        self.skipped = skipped
        self.lost = lost
        self.expired = expired
    }

    mutating func add(lost: Int64, expired: Int64) {
        self.lost += lost
        self.expired += expired
        if case .known(let sum) = skipped { skipped = .known(sum + lost + expired) }
    }
}

/// Records of one source partition that never reached NEW.
public struct LostAccount: Sendable, Equatable {
    public var partition: TopicPartition
    public var records: LostRecords

    public init(partition: TopicPartition, records: LostRecords) {
        self.partition = partition
        self.records = records
    }
}
