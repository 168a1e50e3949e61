/// A group beside one source and its mirror: what its commits on either cluster say of it.
///
/// A class, because both conditions that ask for it, memory and the pages look at the same one.
final class GroupTopic {
    let group: GroupName
    let link: MirrorLink
    let isolation: Isolation
    /// The source on OLD; nil where there is none, now or remembered.
    let source: TopicView?
    /// Its mirror on NEW; nil where there is none, now or remembered.
    let mirror: TopicView?
    let onOld: GroupCommits
    let onNew: GroupCommits
    /// The group on NEW; nil where that has none, now or remembered.
    private let groupOnNew: GroupView?
    /// Whether nothing new is to be said of where the group began on the mirror and how far it has come: it stands at
    /// the end, as it did when its commits were read last, and neither its own place nor MirrorMaker's position adds
    /// to what is remembered. So it is with most groups on most topics in most surveys.
    private(set) lazy var isAtRest = mirror?.role == .mirror && onNew.isAtEnd && isRemembered
    /// See ``seeds(_:)``.
    private var begun: PartitionColumn<Reading<Seed>>?
    /// See ``unprocessed(_:)``.
    private var settled: UnprocessedRanges??
    /// MirrorMaker's pairs of the source, once they were asked for.
    private var syncs: PartitionColumn<[OffsetSync]>?

    init(
        _ group: GroupName, _ link: MirrorLink, _ old: GroupView?, _ onOld: GroupCommits?, _ new: GroupView?,
        _ onNew: GroupCommits?, _ look: Look
    ) {
        self.group = group
        self.link = link
        isolation = (old ?? new)?.isolation ?? .readUncommitted
        source = onOld?.log ?? look.topic(link.source, on: .old)
        mirror = onNew?.log ?? look.topic(link.mirror, on: .new)
        self.onOld =
            onOld ?? old?.commits(on: link.source)
            ?? GroupCommits(noneOf: old, on: link.source, source, look.survey.old.groups.completeness)
        self.onNew =
            onNew ?? new?.commits(on: link.mirror)
            ?? GroupCommits(noneOf: new, on: link.mirror, mirror, look.survey.new.groups.completeness)
        groupOnNew = new
    }

    /// Whether NEW has that group, now or remembered.
    var isOnNew: Bool { groupOnNew != nil }

    /// Where it began on the mirror, for each partition of it that has a commit.
    func seeds(_ look: Look) -> PartitionColumn<Reading<Seed>> {
        if let begun { return begun }
        let seeds = groupOnNew.map { SeedRule.seeds(of: $0, onNew, look) } ?? PartitionColumn()
        begun = seeds
        return seeds
    }

    /// Whether each commit on the mirror has an origin to which nothing is to be added, and is the group's own.
    private var isRemembered: Bool {
        let origins = onNew.memory.origins
        guard let source, case .known(let last) = onNew.last, !last.isEmpty,
            last.hasSamePartitions(as: origins)
        else { return false }
        return source.isMirrored(below: origins)
    }

    /// What the group has processed nowhere of the source; nil where there is nothing to say. Two conditions
    /// ask.
    func unprocessed(_ look: Look) -> UnprocessedRanges? {
        if onOld.isAtEnd { return nil }
        if let settled { return settled }
        let ranges = UnprocessedRanges()
        for number in source?.partitionNumbers ?? 0..<0 { ranges.judge(self, number, look) }
        let result = ranges.standing.isSilent && ranges.gone.isSilent ? nil : ranges
        // What asks nothing of the tails stands when they are read.
        if ranges.standing.questions.isEmpty, ranges.gone.questions.isEmpty { settled = .some(result) }
        return result
    }

    /// The source offset from which on it was given everything on the mirror; nil where nothing tells it.
    ///
    /// MirrorMaker's checkpoint counts unless its pairs refute it, for what it had told the group to go on from stands
    /// below that in the mirror: with no pair yet, versions before 3.3 have committed the source's own offset there
    /// (KAFKA-12635).
    func began(_ seed: Seed, on number: Int32, _ look: Look) -> Int64? {
        let translation = translation(of: number, look)
        guard let told = seed.upstream else { return translation?.readFrom(seed.offset.value) }
        guard let translation else { return isShared(look) ? nil : told }
        guard let below = translation.lastBelow(seed.offset.value), below >= told else { return told }
        isAtRest = false
        return translation.readFrom(seed.offset.value)
    }

    /// How offsets of a mirror partition are told as offsets of its source; nil where no pair does.
    func translation(of number: Int32, _ look: Look) -> OffsetTranslation? {
        pairs(look)[number].map(OffsetTranslation.init)
    }

    /// The same at rest, with one pair more: what MirrorMaker read last is what the mirror ends with. Nil where that
    /// contradicts the pairs.
    func translation(
        of number: Int32, upTo position: MirrorPosition, _ mirrorEnd: EndOffset, _ look: Look
    ) -> OffsetTranslation? {
        let known = pairs(look)[number] ?? []
        if known.isEmpty, isShared(look) { return nil }
        let last = OffsetSync(upstream: position.value, downstream: mirrorEnd.value - 1)
        if let before = known.last, last.upstream < before.upstream || last.downstream < before.downstream {
            return nil
        }
        return OffsetTranslation(known + [last])
    }

    /// Whether another mirror of the source may have written its pairs into the same topic.
    private func isShared(_ look: Look) -> Bool { look.secondMirrors.mirror(of: link.source, look) != nil }

    private func pairs(_ look: Look) -> PartitionColumn<[OffsetSync]> {
        if let syncs { return syncs }
        var found = PartitionColumn<[OffsetSync]>()
        if case .known(let pairs) = look.survey.mirror.syncs {
            found = pairs[link.source]
            // Of what has two mirrors nobody knows which of them a pair tells of.
            if isShared(look) {
                for (number, pairs) in found where !OffsetTranslation.haveOneSkew(pairs) {
                    found[number] = nil
                }
            }
        }
        syncs = found
        return found
    }
}
