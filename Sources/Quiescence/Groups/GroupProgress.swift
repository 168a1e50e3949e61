/// Which offsets of one source partition a group has processed, on either cluster.
///
/// Consumers move before producers, so the commit on OLD stays behind for ever; the records after it
/// are no lag if the group reads them as `OLD.t` on NEW. What lies below the commit on OLD is
/// processed, and what lies between its seed and its commit on `OLD.t`.
struct GroupProgress {
    /// Offsets below it were processed on OLD; 0 where the group has no commit on this partition.
    var processedOnOld: Int64
    var onNew: OnNew

    enum OnNew {
        /// No reader of its own on this mirror partition.
        case nothing
        /// Source offsets `from ..< to`; `isCertain` unless the first commit was seen late.
        case range(from: Int64, to: Int64, isCertain: Bool)
        indirect case unknown(Cause)
    }

    /// Parts of `lower ..< upper` that were processed nowhere, as far as is known, in order.
    func holes(from lower: Int64, to upper: Int64) -> [OffsetRange] {
        guard let rest = OffsetRange(max(lower, processedOnOld), upper) else { return [] }
        return unreadOnNew(rest)
    }

    /// Parts of `range` that were not read as `OLD.t` on NEW, in order.
    func unreadOnNew(_ range: OffsetRange) -> [OffsetRange] {
        guard case .range(let from, let to, _) = onNew, from <= to else { return [range] }
        return [
            OffsetRange(range.lower, min(range.upper, from)), OffsetRange(max(range.lower, to), range.upper),
        ].compactMap(\.self)
    }
}

extension GroupProgress {
    /// Progress of the group `name` on `source`, from what both clusters tell.
    init(of name: GroupName, on source: TopicPartition, committedOnOld: CommittedOffset?, _ look: Look) {
        processedOnOld = committedOnOld?.value ?? 0
        let mirror = TopicPartition(look.naming.mirror(of: source.topic), source.partition)
        guard let group = look.group(name, on: .new) else {
            switch look.survey.new.groups.completeness {
            case .complete: onNew = .nothing
            case .incomplete(let cause): onNew = .unknown(cause)
            }
            return
        }
        switch group.lastCommit(on: mirror) {
        case .unreadable(let cause): onNew = .unknown(cause)
        case .absent: onNew = .nothing
        case .known(let commit): onNew = Self.onNew(group, source, mirror, commit, look)
        }
    }

    private static func onNew(
        _ group: GroupView, _ source: TopicPartition, _ mirror: TopicPartition, _ commit: CommittedOffset,
        _ look: Look
    ) -> OnNew {
        let seed: Seed
        switch SeedRule.seed(of: group, on: mirror, commit: commit, look) {
        case .known(let known): seed = known
        case .absent: return .nothing
        case .unreadable(let cause): return .unknown(cause)
        }
        guard !seed.writtenByMirrorMaker else { return .nothing }
        if let words = look.memory.recreated[source] {
            return .unknown(
                Cause(.contradiction, "\(words): its offsets cannot be compared with the mirror's"))
        }
        if let partition = look.topic(mirror.topic, on: .new)?.partition(mirror.partition),
            case .known(let end) = partition.end, commit.value > end.value
        {
            return .unknown(
                Cause(.contradiction, "committed \(commit) on \(mirror), where the end is \(end)"))
        }
        guard let to = readBelow(commit, source, mirror, group.memory?.commits[mirror], look) else {
            return .unknown(untranslated(source, look))
        }
        if look.plan.groups.moved[group.name] != nil { return .range(from: 0, to: to, isCertain: true) }
        guard let from = seed.upstream ?? translation(of: source, look)?.readFrom(seed.offset.value) else {
            return .unknown(untranslated(source, look))
        }
        return .range(from: from, to: to, isCertain: seed.witnessed)
    }

    /// The source offset below which everything was read by whoever committed `commit` on the mirror,
    /// by what can be told now or could be told `before`; nil where nothing tells it.
    static func readBelow(
        _ commit: CommittedOffset, _ source: TopicPartition, _ mirror: TopicPartition,
        _ before: CommitMemory?, _ look: Look
    ) -> Int64? {
        let kept = before.flatMap { $0.committed <= commit ? $0.reached : nil }
        let told = readBelow(commit, source, mirror, look)
        guard let kept, let told else { return kept ?? told }
        return max(kept, told)
    }

    private static func readBelow(
        _ commit: CommittedOffset, _ source: TopicPartition, _ mirror: TopicPartition, _ look: Look
    ) -> Int64? {
        // Positions are read before mirror ends, so whoever is at the mirror's end has all up to the position.
        if let partition = look.topic(mirror.topic, on: .new)?.partition(mirror.partition),
            case .known(let end) = partition.end, commit.value >= end.value,
            case .at(let position) = look.progress(of: source)
        {
            return position.value + 1
        }
        return translation(of: source, look)?.processedBelow(commit.value)
    }

    static func translation(of source: TopicPartition, _ look: Look) -> OffsetTranslation? {
        guard case .known(let syncs) = look.survey.mirror.syncs, let pairs = syncs[source] else { return nil }
        return OffsetTranslation(pairs)
    }

    /// Why offsets of the mirror cannot be told as offsets of `source`, and the way out.
    static func untranslated(_ source: TopicPartition, _ look: Look) -> Cause {
        let remedy =
            "wait for MirrorMaker's next offset sync, or say in groups.moved where the group began on "
            + "\(look.plan.new.alias)"
        switch look.survey.mirror.syncs {
        case .unreadable(let cause): return cause
        case .absent:
            return Cause(
                .missing, "there is no offset-syncs topic to translate the group's offsets by", remedy: remedy
            )
        case .known:
            return Cause(
                .missing,
                "no offset sync of \(source) tells which source offsets the group's commits stand for",
                remedy: remedy)
        }
    }
}
