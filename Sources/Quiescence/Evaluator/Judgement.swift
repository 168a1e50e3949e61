/// What judging one condition came to, and what it would have to ask to know more.
struct Judgement {
    var finding: Finding
    var questions: [TailQuestion] = []
    var ledgerQuestions: [LedgerQuestion] = []
    /// How far MirrorMaker's pairs were followed, where that is news.
    var ledger: [LedgerChange] = []
    /// What comparing has come to with the partitions of these sources, where that is news.
    var sampled: [TopicName: PartitionColumn<Sampled>] = [:]
    /// The last partition that was compared in turn.
    var sampledLast: TopicPartition?
    /// Records of OLD that NEW does not have.
    var lost: [TopicPartition: LostRecords] = [:]
    /// Of those sources of which there is anything to count; absent where the ledger was not judged.
    var ledgerFigures: Reading<[TopicName: LedgerFigures]> = .absent
    /// How many partitions rest on each comparison, by its title.
    var compared: [String: Int] = [:]
    /// Source partitions that were seen to be another log just now.
    var otherLogs: Set<TopicPartition> = []
    /// Losses detected while we watched: they stay.
    var losses: [Loss] = []
    /// What expired on OLD before MirrorMaker's position had reached it; judged anew in every survey.
    var unmirrored: [TopicPartition: ExpiredRanges] = [:]
    /// What expired on OLD before a group had read it there; judged anew in every survey.
    var expiries: [Expiry] = []
    /// Records of each source that MirrorMaker has still to mirror, as far as that was judged; in the order of
    /// their names.
    var mirrorLags: [(source: TopicName, records: Reading<Int64>)] = []
    /// Sources without a mirror: the rule of MirrorMaker's own that leaves each out, absent where none does.
    var neverMirrored: [TopicName: Reading<String>] = [:]
    /// Source partitions found to contradict what was seen of them before, and how.
    var recreated: [TopicPartition: String] = [:]

    init(_ summary: String = "") { finding = Finding(summary: summary) }

    mutating func fail(
        _ subject: String, _ detail: String, size: Int64 = 1, unless exemption: Exemption? = nil,
        losing losses: [OffsetRange] = []
    ) {
        finding.offenders.append(Offender(subject, detail, size: size, unless: exemption, losses: losses))
    }

    mutating func doubt(_ subject: String, _ cause: Cause, unless exemption: Exemption? = nil) {
        finding.doubts.append(Doubt(subject, cause, unless: exemption))
    }

    /// Whether it would have to be made again once something more was read.
    var asks: Bool { !questions.isEmpty || !ledgerQuestions.isEmpty }

    /// Whether it found nothing, asks nothing and leaves nothing to be remembered.
    var isSilent: Bool {
        finding.offenders.isEmpty && finding.doubts.isEmpty && finding.notes.isEmpty && questions.isEmpty
            && losses.isEmpty && expiries.isEmpty && mirrorLags.isEmpty
            && neverMirrored.isEmpty && unmirrored.isEmpty
            && recreated.isEmpty && otherLogs.isEmpty && compared.isEmpty && ledgerQuestions.isEmpty
            && ledger.isEmpty && lost.isEmpty
    }

    /// Takes over what another came to, its summary aside.
    mutating func append(_ other: Judgement) {
        finding.offenders += other.finding.offenders
        finding.doubts += other.finding.doubts
        finding.notes += other.finding.notes
        questions += other.questions
        ledgerQuestions += other.ledgerQuestions
        ledger += other.ledger
        lost.merge(other.lost) { _, theirs in theirs }
        losses += other.losses
        expiries += other.expiries
        mirrorLags += other.mirrorLags
        neverMirrored.merge(other.neverMirrored) { _, theirs in theirs }
        unmirrored.merge(other.unmirrored) { _, theirs in theirs }
        recreated.merge(other.recreated) { ours, _ in ours }
        compared.merge(other.compared, uniquingKeysWith: +)
        otherLogs.formUnion(other.otherLogs)
    }

    mutating func note(_ text: String) { finding.notes.append(text) }
}

extension Judgement {
    /// What keeps a cluster's groups or topics from being known is in doubt of all that is said of groups.
    mutating func doubtListings(of cluster: ClusterSurvey) {
        if case .incomplete(let cause) = cluster.groups.completeness { doubt("\(cluster.alias)", cause) }
        if case .unreadable(let cause) = cluster.topics { doubt("\(cluster.alias)", cause) }
    }

    /// Nothing in scope is not the same as nothing that moves: what one may not see is not quiet.
    mutating func doubtEmptyScope(_ look: Look) {
        guard look.survey.old.topics.isKnown, look.sources.isEmpty else { return }
        doubt(
            "\(look.plan.old.alias)",
            Cause(
                .incomplete, "no topic is in scope: an empty scope is never quiet",
                remedy: "check topics.exclude and the permission Describe on topic *"))
    }
}
