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
        if from <= range.lower, to >= range.upper { return [] }
        return [
            OffsetRange(range.lower, min(range.upper, from)), OffsetRange(max(range.lower, to), range.upper),
        ].compactMap(\.self)
    }
}

extension GroupTopic {
    /// What the group has processed of one source partition, from what both clusters tell.
    func progress(of number: Int32, committedOnOld: CommittedOffset?, _ look: Look) -> GroupProgress {
        let onNew: GroupProgress.OnNew =
            switch self.onNew[number] {
            case .unreadable(let cause): .unknown(cause)
            case .absent: .nothing
            case .known(let commit): readOnNew(number, commit, look)
            }
        return GroupProgress(processedOnOld: committedOnOld?.value ?? 0, onNew: onNew)
    }

    private func readOnNew(_ number: Int32, _ commit: CommittedOffset, _ look: Look) -> GroupProgress.OnNew {
        let seed: Seed
        switch seeds(look)[number] {
        case .known(let known): seed = known
        case .absent, nil: return .nothing
        case .unreadable(let cause): return .unknown(cause)
        }
        guard !seed.writtenByMirrorMaker else { return .nothing }
        if let words = look.memory.recreated[TopicPartition(link.source, number)] {
            return .unknown(
                Cause(.contradiction, "\(words): its offsets cannot be compared with the mirror's"))
        }
        if case .known(let end) = mirror?.end(of: number), commit.value > end.value {
            return .unknown(
                Cause(
                    .contradiction, "committed \(commit) on \(link.mirror)-\(number), where the end is \(end)"
                ))
        }
        guard let to = readBelow(commit, on: number, look) else {
            return .unknown(untranslated(number, look))
        }
        if look.plan.groups.moved[group] != nil { return .range(from: 0, to: to, isCertain: true) }
        guard let from = began(seed, on: number, look) else {
            return .unknown(untranslated(number, look))
        }
        return .range(from: from, to: to, isCertain: seed.witnessed)
    }

    /// The source offset below which everything was read by whoever committed `commit` on the mirror,
    /// by what can be told now or could be told before; nil where nothing tells it.
    func readBelow(_ commit: CommittedOffset, on number: Int32, _ look: Look) -> Int64? {
        let before = onNew.memory.commits[number]
        let kept = before.flatMap { $0.committed <= commit ? onNew.memory.origins[number]?.reached : nil }
        let told = toldBelow(commit, on: number, look)
        guard let kept, let told else { return kept ?? told }
        return max(kept, told)
    }

    private func toldBelow(_ commit: CommittedOffset, on number: Int32, _ look: Look) -> Int64? {
        // Positions are read before mirror ends, so whoever is at the mirror's end has all up to the position.
        if case .known(let end) = mirror?.end(of: number), commit.value >= end.value,
            case .at(let position) = source?.progress(of: number)
        {
            return position.value + 1
        }
        return translation(of: number, look)?.processedBelow(commit.value)
    }

    /// Why offsets of the mirror cannot be told as offsets of the source, and the way out.
    func untranslated(_ number: Int32, _ look: Look) -> Cause {
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
                "no offset sync of \(link.source)-\(number) tells which source offsets the group's commits "
                    + "stand for",
                remedy: remedy)
        }
    }
}
