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
        let rest = OffsetRange(max(lower, processedOnOld), upper)
        guard let rest else { return [] }
        guard case .range(let from, let to, _) = onNew, from < to else { return [rest] }
        return [
            OffsetRange(rest.lower, min(rest.upper, from)), OffsetRange(max(rest.lower, to), rest.upper),
        ].compactMap(\.self)
    }
}

extension GroupProgress {
    /// Progress of the group `name` on `source`, from what both clusters tell.
    init(of name: GroupName, on source: TopicPartition, committedOnOld: CommittedOffset?, _ look: Look) {
        processedOnOld = committedOnOld?.value ?? 0
        let mirror = TopicPartition(look.naming.mirror(of: source.topic), source.partition)
        guard let group = look.group(name, on: .new) else {
            onNew = .nothing
            return
        }
        switch group.commits {
        case .unreadable(let cause): onNew = .unknown(cause)
        case .lastKnown(let commits): onNew = Self.onNew(group, source, mirror, commits[mirror], look)
        case .current(let commits, let vanished):
            onNew = Self.onNew(group, source, mirror, commits[mirror] ?? vanished[mirror], look)
        }
    }

    private static func onNew(
        _ group: GroupView, _ source: TopicPartition, _ mirror: TopicPartition, _ commit: CommittedOffset?,
        _ look: Look
    ) -> OnNew {
        guard let commit else { return .nothing }
        let seed = SeedRule.seed(of: group, on: mirror, commit: commit, look)
        guard !seed.writtenByMirrorMaker else { return .nothing }
        let translation = translation(of: source, look)
        let word = look.plan.groups.moved[group.name] != nil
        guard let to = processedBelow(commit, source, mirror, translation, look) else {
            return .unknown(untranslated(source, look))
        }
        if word { return .range(from: 0, to: to, isCertain: true) }
        guard let from = seed.upstream ?? translation?.readFrom(seed.offset.value) else {
            return .unknown(untranslated(source, look))
        }
        return .range(from: from, to: to, isCertain: seed.witnessed)
    }

    /// The source offset below which everything was read through the mirror.
    private static func processedBelow(
        _ commit: CommittedOffset, _ source: TopicPartition, _ mirror: TopicPartition,
        _ translation: OffsetTranslation?, _ look: Look
    ) -> Int64? {
        // Positions are read before mirror ends, so whoever is at the mirror's end has all up to the position.
        if let partition = look.topic(mirror.topic, on: .new)?.partition(mirror.partition),
            case .known(let end) = partition.end, commit.value >= end.value,
            case .at(let position) = MirrorProgress(of: source, look)
        {
            return position.value + 1
        }
        return translation?.processedBelow(commit.value)
    }

    static func translation(of source: TopicPartition, _ look: Look) -> OffsetTranslation? {
        guard case .known(let syncs) = look.survey.mirror.syncs, let pairs = syncs[source] else { return nil }
        return OffsetTranslation(pairs)
    }

    private static func untranslated(_ source: TopicPartition, _ look: Look) -> Cause {
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
