/// What the plan's comparisons prove of the partitions of OLD, as far as both logs are still those compared.
struct ComparedExtents {
    /// Those that are about what is looked at.
    private let files: [Comparison]
    /// Those that are not, and why.
    let refused: [(title: String, cause: Cause)]
    /// Digests of those whose clock was ahead of ours, now or in an earlier survey: they never count.
    let ahead: Set<String>

    /// What is said of one partition.
    enum Standing {
        /// No file speaks of it.
        case none
        /// All of it is accounted for up to the end that was compared.
        case covers(ComparedExtent, by: String)
        /// What a file says of it does not count, or not any more.
        case void(Cause)
        /// The newest file that speaks of it found records on OLD alone.
        case denies(Cause)
    }

    init(_ look: Look) {
        var (files, refused): ([Comparison], [(String, Cause)]) = ([], [])
        ahead = look.memory.ledger.comparisonsAhead.union(
            look.plan.mirror.comparisons.filter { $0.isAhead(of: look.survey.began) }.map(\.sha256))
        for file in look.plan.mirror.comparisons {
            if ahead.contains(file.sha256) {
                refused.append((file.title, Self.aheadOfUs))
            } else if let cause = Self.foreign(file, look) {
                refused.append((file.title, cause))
            } else {
                files.append(file)
            }
        }
        (self.files, self.refused) = (files, refused)
    }

    var isEmpty: Bool { files.isEmpty }

    func speaks(of topic: TopicName) -> Bool { files.contains { !$0.partitions[topic].isEmpty } }

    /// A log that was made again in between would pass for the one that was compared.
    private static let aheadOfUs = Cause(
        .contradiction,
        "when it was seen here, the time at which it was made had not come yet: one of the two clocks is "
            + "wrong, and nothing tells what was before it and what after",
        remedy: "set the clocks of both machines right, compare again into a new file, and name that one in "
            + "mirror.comparisons")

    /// Why a file is about something else; nil where it is not.
    private static func foreign(_ file: Comparison, _ look: Look) -> Cause? {
        let mend = "take it out of mirror.comparisons, and \(PartitionLedger.compare)"
        for (side, id) in [(Side.old, file.old), (.new, file.new)] {
            let seen: ClusterID
            switch look.identities[side] {
            case .known(let known): seen = known
            case .unreadable(let cause): return cause
            case .absent: return Cause(.missing, "\(look.plan.cluster(side).alias) gave no cluster id")
            }
            guard seen == id else {
                return Cause(
                    .contradiction,
                    "it compares cluster \(id), and \(look.plan.cluster(side).alias) is cluster \(seen): it proves "
                        + "nothing here", remedy: mend)
            }
        }
        let mirror = look.plan.mirror
        if file.topicPrefix != mirror.topicPrefix {
            return Cause(
                .contradiction,
                "it compares mirrors called \"\(file.topicPrefix)…\", and here they are called "
                    + "\"\(mirror.topicPrefix)…\"", remedy: mend)
        }
        guard file.isolation == mirror.isolation else {
            return Cause(
                .contradiction,
                "it read OLD \(file.isolation.rawValue), and MirrorMaker reads \(mirror.isolation.rawValue)",
                remedy: mend)
        }
        return nil
    }

    /// - Parameters:
    ///   - mirror: Where the mirror stands now; absent where it is not needed any more.
    ///   - reach: The highest source offset that is accounted for without any comparison; −1 for none.
    func standing(
        of number: Int32, _ view: TopicView, mirror: Reading<PartitionBounds>, reach: Int64, _ look: Look
    ) -> Standing {
        let partition = TopicPartition(view.name, number)
        let found = files.compactMap { file in file.partitions[partition].map { ($0, file.title) } }
            .sorted { ($0.0.turn, $0.0.isEqual ? 0 : 1) < ($1.0.turn, $1.0.isEqual ? 0 : 1) }
        if found.isEmpty { return .none }
        let source: PartitionBounds
        switch view.bounds(of: number) {
        case .known(let bounds): source = bounds
        case .unreadable(let cause): return .void(cause)
        case .absent: return .void(Cause(.missing, "the partition is gone"))
        }
        // What had expired at our first look is history; what expired since must have been accounted for, and
        // what was proven of another log is not.
        let isSameLog = look.memory.otherLogSince.old[partition] == nil
        var reach = max(isSameLog ? reach : -1, (view.firstStart(number) ?? source.start).value - 1)
        var standing = Standing.none
        for (extent, title) in found {
            if !extent.isEqual {
                // Some of that range is on OLD alone: only who has compared all of it says where it went.
                reach = min(reach, extent.sourceStart - 1)
                standing = .denies(
                    Cause(
                        .contradiction, "the comparison \(title) found records on OLD alone",
                        remedy: "save them, then \(PartitionLedger.compare)"))
            } else if let cause = obstacle(extent, partition, source, mirror, look) {
                if case .denies = standing { continue }
                standing = .void(cause)
            } else if let gap = OffsetRange(reach + 1, extent.sourceStart) {
                if case .covers = standing { continue }
                if case .denies = standing { continue }
                standing = .void(
                    Cause(
                        .incomplete,
                        "offsets \(gap) expired while we watched, before they were compared",
                        remedy:
                            "name an earlier comparison that covers them beside it; without one nobody can "
                            + "tell any more"))
            } else {
                reach = max(reach, extent.sourceEnd - 1)
                standing = .covers(extent, by: title)
            }
        }
        return standing
    }

    /// Why a log is not, or may not be, the one that was compared.
    private func obstacle(
        _ extent: ComparedExtent, _ partition: TopicPartition, _ source: PartitionBounds,
        _ mirror: Reading<PartitionBounds>, _ look: Look
    ) -> Cause? {
        let again = PartitionLedger.compare
        func void(_ words: String) -> Cause { Cause(.contradiction, words, remedy: again) }
        if let since = look.memory.otherLogSince.old[partition], extent.isBefore(since) {
            return void(
                look.memory.recreated[partition] ?? "\(partition) became another log since it was compared")
        }
        if source.end.value < extent.sourceEnd || source.start.value < extent.sourceStart {
            return void(
                "\(partition) was recreated since it was compared: it held \(extent.sourceStart)–\(extent.sourceEnd), "
                    + "and now \(source.start)–\(source.end)")
        }
        guard extent.mirrorEnd > 0 else { return nil }
        switch mirror {
        case .absent: return nil
        case .unreadable(let cause): return cause
        case .known(let now):
            let name = TopicPartition(look.naming.mirror(of: partition.topic), partition.partition)
            if let since = look.memory.otherLogSince.new[name], extent.isBefore(since) {
                return void("\(name) went back, or was gone, since it was compared")
            }
            guard now.end.value < extent.mirrorEnd || now.start.value < extent.mirrorStart else { return nil }
            return void(
                "\(name) was recreated since it was compared: it held \(extent.mirrorStart)–\(extent.mirrorEnd), "
                    + "and now \(now.start)–\(now.end)")
        }
    }
}

extension ComparedExtent {
    /// Where the ledger goes on: whatever MirrorMaker wrote later stands behind it on both sides.
    var anchor: Proven {
        Proven(pair: OffsetSync(upstream: sourceEnd - 1, downstream: mirrorEnd - 1), reach: sourceEnd - 1)
    }

    /// Whether a pair that was written later puts a later record where something else stood already.
    func isRefuted(by pairs: [OffsetSync]) -> Bool {
        let begin =
            pairs.indices.dropFirst().last {
                pairs[$0].downstream <= pairs[$0 - 1].downstream
                    || pairs[$0].upstream < pairs[$0 - 1].upstream
            } ?? 0
        return pairs[begin...].contains { $0.upstream >= sourceEnd && $0.downstream < mirrorEnd }
    }
}
