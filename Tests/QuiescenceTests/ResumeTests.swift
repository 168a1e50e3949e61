import Testing

@testable import Quiescence

@Suite("An evaluator goes on where another process ended")
struct ResumeTests {
    @Test("In small worlds of every kind it says what one says that never ended", arguments: 0..<80)
    func saysTheSame(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var play = try Play(World.plan { $0.timing.window = .seconds(40) })
        play.world = SmallWorlds.first(&random)
        _ = play.look()
        for number in 0..<10 {
            await Task.yield()
            var resumed = play
            try resumed.restart()
            let rows = resumed.evaluator.changes(since: nil)
            #expect(rows == play.kept, "survey \(number)")
            SmallWorlds.change(&play.world, &random)
            resumed.world = play.world
            let (after, before) = (resumed.next(), play.next())
            for condition in Condition.allCases {
                let (now, then) = (after.verdict[condition], before.verdict[condition])
                #expect(now?.finding == then?.finding, "survey \(number)")
                #expect(now?.since == then?.since)
                #expect(now?.lastViolation == then?.lastViolation)
            }
            #expect(after.topics == before.topics)
            #expect(after.groups == before.groups)
            #expect(after.lost == before.lost)
        }
    }

    @Test("Every member of what an evaluator knows has a row, or is left out on purpose")
    func membersAreKept() {
        #expect(
            names(Memory()) == [
                "clusterIDs", "topics", "wereTopicsListed", "brokers", "groups", "positions",
                "positionsAreFrozen", "recreated", "remadeLogs", "otherLogSince", "unmirrored", "described",
                "risks", "tails",
                "ledger", "losses", "waivers", "waivable", "unexplainedCommits", "surveysWeighed",
                "lastSurvey",
            ])
        // Turns and records seen are asked for anew.
        #expect(names(TailMemory()) == ["empty", "records", "lastTried"])
        #expect(
            names(LedgerMemory()) == [
                "hasBegun", "proven", "anchored", "remarks", "sampled", "sampledLast", "comparisonsAhead",
                "lastTried",
            ])
        #expect(
            names(GroupMemory()) == [
                "topics", "lastCommitsRead", "hadMembers", "lastListed", "lastRestless", "wasMirrorMakers",
            ])
        #expect(names(GroupsMemory()) == ["byName", "lastCompleteListing"])
        // To when time was credited ends with the process.
        #expect(
            names(ConditionClock()) == [
                "observed", "state", "since", "lastViolation", "restarts", "creditedUpTo", "lastHeld",
            ])
        #expect(names(GateKeeper(gate: .oldBrokers)) == ["gate", "state", "safeSince", "completeSince"])
        #expect(names(FirstFound()) == ["offenders", "doubts"])
    }

    private func names(_ value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }

    @Test("Of other clusters nothing is left behind: what one restart forgot the next one would know again")
    func forgetsOtherClusters() throws {
        var play = try Play()
        play.world.old.topics["scratch"] = TopicWorld([PartitionWorld(end: 7)])
        play.world.old.commit("audit", "scratch", 0, 7)
        _ = play.next()
        var other = World()
        other.monotonic = play.world.monotonic
        play.world = other
        _ = try play.adopt(
            World.plan { $0.old.bootstrapServers = [ServerAddress(host: "other", port: 9092)] })
        _ = play.next()
        #expect(play.evaluator.changes(since: nil) == play.kept)
    }

    @Test("Rows grow with what changed, not with what is there")
    func writesWhatChanged() throws {
        var play = try Play()
        for number in 0..<200 {
            play.world.old.topics[TopicName(rawValue: "t\(number)")] = TopicWorld([PartitionWorld(end: 1)])
            play.world.old.commit(GroupName(rawValue: "g\(number)"), "orders", 0, 100)
        }
        _ = play.look()
        #expect(play.kept.count > 400)
        let quiet = try changes(of: &play)
        #expect(quiet == [.pulse])
        play.world.old["orders"].end += 1
        #expect(try changes(of: &play).filter { $0 == .topic }.count == 1)
    }

    @Test("What moves in every survey leaves no row that grows with them: a waiver could name none of it")
    func waivableStaysSmall() throws {
        var play = try Play()
        var sizes: [Int] = []
        for _ in 0..<20 {
            play.world.old["orders"].end += 1
            _ = play.next()
            sizes.append(play.kept.filter { $0.key.kind == .waivable }.reduce(0) { $0 + $1.value.count })
        }
        #expect(sizes.allSatisfy { $0 < 2 * sizes[2] }, "\(sizes)")
    }

    /// The kinds of the rows that the next survey writes.
    private func changes(of play: inout Play) throws -> [MemoryKey.Kind] {
        let before = play.kept
        play.kept = [:]
        _ = play.next()
        let kinds = play.kept.keys.map(\.kind)
        play.kept = before.merging(play.kept) { $1 }
        return kinds
    }

    @Test("A row that was cut short, or is another, ends in an error and never in a memory")
    func refusesBrokenRows() throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 20
        _ = play.next()
        for (key, body) in play.kept {
            for length in body.indices {
                #expect(throws: MalformedRow.self, "\(key.kind) of \(length) bytes") {
                    try resume(play, with: key, as: Array(body.prefix(length)))
                }
            }
            #expect(throws: MalformedRow.self) { try resume(play, with: key, as: body + [0]) }
            var random = SeededGenerator(seed: UInt64(body.count))
            for _ in 0..<200 {
                let noise = body.map { _ in UInt8.random(in: 0...255, using: &random) }
                do {
                    _ = try resume(play, with: key, as: noise)
                } catch is MalformedRow {
                    // As it should.
                }
            }
        }
        #expect(throws: MalformedRow.self) { try Evaluator.resumed(under: play.plan, from: []) }
    }

    private func resume(_ play: Play, with key: MemoryKey, as body: [UInt8]) throws -> Evaluator {
        var rows = play.kept
        rows[key] = body
        return try Evaluator.resumed(under: play.plan, from: rows.map { (key: $0.key, body: $0.value) })
    }
}

extension Evaluator {
    fileprivate func changes(since before: Remembered?) -> [MemoryKey: [UInt8]] {
        var copy = self
        copy.handedOut = before
        return copy.changes().rows.compactMapValues { row in
            if case .kept(let bytes) = row { bytes } else { nil }
        }
    }
}
