import Quiescence
import Testing

@Suite("Faults that others met, over all conditions")
struct FieldTests {
    @Test("A mirror that is quiet because its task has failed holds mirror_quiet, and opens nothing in a day")
    func quietBecauseBroken() throws {
        var play = try Play(World.plan { $0.timing = Timing(interval: .seconds(300)) })
        play.world.old["orders"].end = 1000
        play.world.old.commit("billing", "orders", 0, 1000)
        play.world.new["OLD.orders"].end = 400
        play.world.new.commit("billing", "OLD.orders", 0, 400)
        play.world.mirrored("orders", 0, to: 399)
        let last = play.run(for: .seconds(90_000))
        #expect(try #require(last.verdict[.mirrorQuiet]).observed > .seconds(86_400))
        #expect(
            last.offenders(.mirrorDrained)
                == ["orders-0: 600 offsets not mirrored: from 400, end 1000, a record at 400"])
        #expect(try topic("orders", last).mirrorLag == .known(600))
        for gate in Gate.allCases { #expect(last.gate(gate) == .blocked) }
    }

    @Test("MirrorMaker that begins again at 0 mirrors all twice, and its position proves nothing any more")
    func begunAgain() throws {
        var play = try Play()
        _ = play.look()
        // Its offsets topic was made anew: no position, then one that comes from the beginning.
        play.world.positions = .known([:])
        #expect(play.next().offenders(.mirrorDrained).contains { $0.contains("100 offsets not mirrored") })
        for position in [Int64(9), 99] {
            play.world.mirrored("orders", 0, to: position)
            play.world.new["OLD.orders"].end = 101 + position
            #expect(play.next().offenders(.mirrorQuiet).contains { $0.contains("OLD.orders-0: advanced") })
        }
        let last = play.run(for: .seconds(1000))
        #expect(last.doubts(.mirrorDrained).contains { $0.contains("position went back, 99 → 9") })
        for gate in Gate.allCases { #expect(last.gate(gate) != .safe) }
    }

    @Test("Mirrors without a prefix are no mirrors that could be judged: nothing is quiet for want of OLD.*")
    func identityPolicy() throws {
        var play = try Play()
        play.world.new.topics["OLD.orders"] = nil
        play.world.new.topics["orders"] = TopicWorld([PartitionWorld(end: 100)])
        play.world.new.groups["billing"] = nil
        play.world.new.commit("billing", "orders", 0, 100)
        let last = play.run(for: .seconds(1000))
        #expect(last.doubts(.mirrorQuiet) == ["NEW: no mirror topic OLD.* is visible"])
        #expect(
            last.doubts(.mirrorDrained)
                == ["orders-0: its records were mirrored, and OLD.orders does not exist"])
        for gate in Gate.allCases { #expect(last.gate(gate) == .unknown) }
    }

    @Test(
        "A topic whose name MirrorMaker takes for an internal one is not mirrored, in scope, and told why",
        arguments: [
            ("__audit", "begin with __ or a dot"), (".audit", "begin with __ or a dot"),
            ("team-internal", "end in .internal or -internal"),
            ("team.internal", "end in .internal or -internal"),
            ("orders.replica", "end in .replica"),
        ] as [(TopicName, String)])
    func leftOut(topic: TopicName, rule: String) throws {
        var play = try Play()
        play.world.description = .absent
        play.world.old.topics[topic] = TopicWorld([PartitionWorld(end: 1)])
        let look = play.look()
        #expect(
            look.offenders(.mirrorDrained)
                == ["\(topic)-0: 1 offset not mirrored: from 0, end 1, a record at 0"])
        let notes = try #require(look.verdict[.mirrorDrained]).finding.notes
        #expect(notes.contains { $0.hasPrefix("\(topic) has no mirror OLD.\(topic): ") && $0.contains(rule) })
    }

    @Test("A file that names NEW says nothing of a producer that runs on with what it read at its start")
    func notRestarted() throws {
        var play = try Play(World.plan { $0.producers = .declared([World.shop]) })
        play.world.producers["shop"] = .known([ServerAddress(host: "new", port: 9092)])
        _ = play.run(for: .seconds(1000))
        play.world.old["orders"].end += 1
        play.world.mirrored("orders", 0, to: 100)
        let last = play.next()
        #expect(last.state(.producersRetargeted) == .holds)
        #expect(
            try #require(last.verdict[.producersRetargeted]).finding.notes
                == ["whether the producers' restart is complete is not visible in files"])
        #expect(last.offenders(.sourceQuiet) == ["orders-0: advanced by 1, from 100 to 101"])
        #expect(try topic("orders", last).observedTarget == .known(.old))
        for gate in Gate.allCases { #expect(last.gate(gate) == .blocked) }
    }

    @Test("Groups that are listed and refused are named with the permission; the others keep their values")
    func refusedGroups() throws {
        var play = try Play()
        for number in 1...4 {
            play.world.old.commit(GroupName(rawValue: "g\(number)"), "orders", 0, 100)
        }
        for group in ["g1", "g2", "g3"] as [GroupName] {
            play.world.old.groups[group]?.commits = .unreadable(
                Cause(
                    .notAuthorized, "commits of group \(group): not authorized",
                    remedy: "grant Describe on this group"))
        }
        let look = play.look()
        let doubts = try #require(look.verdict[.sourceConsumed]).finding.doubts
        #expect(doubts.map(\.subject) == ["g1", "g2", "g3"])
        #expect(doubts.allSatisfy { $0.cause.remedy == "grant Describe on this group" })
        #expect(look.offenders(.sourceConsumed).isEmpty)
        let onOld = look.groups.filter { $0.side == .old }
        let known = onOld.filter { $0.topics.map(\.lag) == [.known(0)] }.map(\.name)
        #expect(Set(known) == ["billing", "g4"])
        #expect(Set(onOld.map(\.name)) == ["billing", "g1", "g2", "g3", "g4"])
    }

    @Test("A broker that does not answer makes unknown what needs it, and nothing else")
    func oneBrokerDown() throws {
        var play = try Play()
        play.world.old.topics["payments"] = TopicWorld([PartitionWorld(end: 0)])
        play.world.new.topics["OLD.payments"] = TopicWorld([PartitionWorld(end: 0)])
        _ = play.look()
        let silent = Cause(.timedOut, "broker 2 did not answer in time")
        play.world.old["payments"].unreadable = silent
        play.world.old.frame.agreement = .unreadable(silent)
        play.world.old.listing = .incomplete(silent)
        let look = play.next()
        let unknown = Condition.allCases.filter { look.state($0) == .unknown }
        #expect(
            unknown == [
                .visibility, .sourceQuiet, .sourceSettled, .mirrorDrained, .mirrorGapless, .mirrorFaithful,
                .sourceConsumed, .oldConsumersGone,
            ])
        #expect(Condition.allCases.allSatisfy { look.state($0) != .fails })
        #expect(look.doubts(.sourceQuiet) == ["payments-0: broker 2 did not answer in time"])
        #expect(look.doubts(.mirrorDrained) == ["payments-0: broker 2 did not answer in time"])
        #expect(try topic("orders", look).end == .known(100))
    }

    private func topic(_ name: TopicName, _ assessment: Assessment) throws -> TopicAccount {
        try #require(assessment.topics.first { $0.side == .old && $0.name == name })
    }
}
