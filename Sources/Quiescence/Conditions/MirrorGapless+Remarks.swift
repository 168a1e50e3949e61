/// What there is to be said of one partition.
extension MirrorGapless {
    /// What is found stays found; what is only half followed is not said yet.
    static func say(
        _ remark: LedgerRemarks, _ partition: TopicPartition, isComplete: Bool, _ judgement: inout Judgement
    ) {
        if !remark.lost.isEmpty {
            let offsets = remark.lost.named.prefix(5).map { "\($0.offset)" }.joined(separator: ", ")
            let more = remark.lost.count > 5 ? " and \(grouped(Int(remark.lost.count - 5))) more" : ""
            judgement.fail(
                "\(partition)",
                "\(counted(Int(remark.lost.count), "record")) of OLD never reached NEW: offset \(offsets)\(more)",
                size: remark.lost.count, losing: remark.lost.offsets)
            judgement.lost[partition] = remark.lost
        }
        for range in remark.unprovable {
            judgement.fail(
                "\(partition)",
                "offsets \(range) expired before it could be read what MirrorMaker stepped over there",
                size: range.count, losing: [range])
        }
        if !remark.lost.isEmpty || !remark.unprovable.isEmpty {
            let expired = remark.unprovable.reduce(0) { $0 + $1.count }
            judgement.count(partition.topic) { $0.add(lost: remark.lost.count, expired: expired) }
        }
        guard isComplete else { return }
        for range in remark.stepsBefore {
            let words = "MirrorMaker stepped over some of offsets \(range), which expired before we looked"
            if remark.hasSilentOffsets {
                judgement.note("\(partition): \(words); other offsets of it hold no record either")
            } else {
                judgement.fail("\(partition)", words, size: range.count, losing: [range])
            }
        }
    }
}

extension Judgement {
    /// Changes what is counted of a source; nothing where the ledger as a whole could not be read.
    mutating func count(_ topic: TopicName, _ change: (inout LedgerFigures) -> Void) {
        guard case .known(var figures) = ledgerFigures else { return }
        change(&figures[topic, default: LedgerFigures()])
        ledgerFigures = .known(figures)
    }
}
