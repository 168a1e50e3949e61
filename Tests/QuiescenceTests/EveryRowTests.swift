import Testing

@testable import Quiescence

@Suite("Every kind of row")
struct EveryRowTests {
    private static let time = WallTime(millisecondsSince1970: 1_800_000_000_000)
    private static let partition = TopicPartition("orders", 3)

    /// All that can be remembered, one of each.
    private static func everything() throws -> Remembered {
        let range = try #require(OffsetRange(100, 120))
        let offset = try #require(CommittedOffset(7))
        let moment = Moment(monotonic: .seconds(1), boottime: .nanoseconds(2), wall: time, boot: "boot")
        var all = Remembered()
        all.memory.clusterIDs = BothSides(old: "old-cluster", new: nil)
        all.memory.topics.old["orders", default: TopicMemory()] = TopicMemory(
            partitions: [.found, .born], wasRead: true, mostPartitions: 2, appended: -3, lastAppend: time,
            removedAsPlanned: true, wasEverRemovedAsPlanned: true, isGone: true)
        var commits = GroupTopicMemory(movedAt: time)
        commits.commits[3] = CommitMemory(committed: offset, readUntil: 4)
        commits.origins[3] = Origin(
            seed: Seed(offset: offset, upstream: 5, witnessed: true, writtenByMirrorMaker: false), reached: 6)
        commits.noteUnread(3) { ($0.skipped, $0.cut) = ([range], range) }
        all.memory.groups.new.byName["billing\u{0}é", default: GroupMemory()] = GroupMemory(
            topics: ["OLD.orders": commits], lastCommitsRead: 8, hadMembers: true, lastListed: 9,
            lastRestless: 2, wasMirrorMakers: true)
        all.memory.positions["source", default: PartitionTable()][partition] = MirrorPosition(11)
        all.memory.positionsAreFrozen = true
        all.memory.brokers = BrokerMemory(leaving: [BrokerID(rawValue: 2)], gone: [BrokerID(rawValue: 2)])
        all.memory.recreated[partition] = "its end went back"
        all.memory.otherLogSince.new[partition] = time
        var expired = ExpiredRanges()
        expired.insert(range)
        all.memory.unmirrored[partition] = expired
        all.memory.described = MirrorDescription(connectors: [
            "source": MirrorConnector(
                kind: .source, settings: [.topics: .unreadable(Cause(.malformed, "what", remedy: "mend"))],
                transforms: [MirrorTransform(name: "drop", type: .absent)],
                tasks: [MirrorTask(state: .known(.failed), partitions: .known(["orders": [3]]), groups: 2)])
        ])
        all.memory.risks["source"] = [MirrorRisk(setting: .tolerance, value: "all")]
        all.memory.tails.empty.insert(
            TailQuestion(
                side: .new, partition: partition, from: 1, end: try #require(EndOffset(9)),
                isolation: .readCommitted))
        all.memory.ledger.hasBegun = true
        all.memory.ledger.proven[partition] = Proven(
            pair: OffsetSync(upstream: -1, downstream: 4), reach: 12)
        all.memory.ledger.anchored[partition] = Anchored(
            extent: ComparedExtent(
                sourceStart: 1, sourceEnd: 2, records: 3, mirrorStart: 4, mirrorEnd: 5, time: time),
            proven: .nothing)
        var remarks = LedgerRemarks(firstNewest: 4, isDoubtful: true, unprovable: [range])
        remarks.lost.add(
            LedgerAnswer(
                records: 2, missing: 2,
                named: [LostRecord(offset: 1, time: .known(time), key: .known("digest"))]))
        all.memory.ledger.remarks[partition] = remarks
        all.memory.ledger.sampled[partition] = Sampled(
            .doneButOldest, end: try #require(EndOffset(9)), mirrorEnd: EndOffset(8))
        all.memory.losses[.mirrorFaithful] = [
            Memory.LossKey(subject: NameText("orders-3"), lower: 100): Offender(
                "orders-3", "differs", size: 20, losses: [range])
        ]
        let waiver = Waiver(
            condition: .mirrorFaithful, subject: "orders", finding: "differs", reason: "why", owner: "who",
            until: time)
        let key = FindingKey(.mirrorFaithful, Offender("orders-3", "differs"))
        all.memory.waivers.covered[waiver] = [key]
        var waivable = WaivableTime()
        let finding = Finding(summary: "", offenders: [Offender("orders-3", "differs")])
        waivable.note(finding, of: .mirrorFaithful, began: moment, ended: moment, gap: false)
        let later = Moment(monotonic: .seconds(31), boottime: .seconds(31), wall: time, boot: "boot")
        waivable.note(finding, of: .mirrorFaithful, began: later, ended: later, gap: false)
        all.memory.waivable[.mirrorFaithful] = waivable
        all.memory.surveysWeighed = 9
        all.memory.lastSurvey = .init(began: moment, ended: later)
        all.firstFound.offenders[.mirrorFaithful] = ["orders-3": time]
        all.firstFound.doubts[.visibility] = ["OLD": time]
        all.gates = Gate.allCases.map(GateKeeper.init(gate:))
        all.clocks[.visibility] = ConditionClock()
        return all
    }

    @Test("Each of them is written, and read back to the same rows")
    func roundTrip() throws {
        let rows = try Self.everything().changes(since: nil)
        #expect(Set(rows.rows.keys.map(\.kind)) == Set(MemoryKey.Kind.allCases))
        let back = try Remembered(Self.kept(rows))
        #expect(back.changes(since: nil) == rows)
        #expect(back.memory.losses[.mirrorFaithful]?.values.first?.losses.count == 1)
    }

    @Test("What is there no more is taken out: another cluster is not judged by rows of the one before")
    func gone() throws {
        var less = Remembered()
        less.gates = Gate.allCases.map(GateKeeper.init(gate:))
        let all = try Self.everything()
        let changes = less.changes(since: all)
        let gone = Set(changes.rows.filter { $0.value == .gone }.keys.map(\.kind))
        #expect(gone == Set(MemoryKey.Kind.allCases).subtracting([.pulse]))
    }

    private static func kept(_ changes: MemoryChanges) -> [(key: MemoryKey, body: [UInt8])] {
        changes.rows.compactMap { key, row in
            if case .kept(let body) = row { (key: key, body: body) } else { nil }
        }
    }
}
