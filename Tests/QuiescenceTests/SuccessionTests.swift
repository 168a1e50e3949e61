import Quiescence
import Testing

@Suite struct SuccessionTests {
    private static var otherWindow: Plan {
        var plan = World.plan
        plan.timing.window = .seconds(300)
        return plan
    }

    private static var otherScope: Plan {
        World.plan { $0.topics.exclude = [NameRule(names: .name("scratch"), reason: "scratch")] }
    }

    @Test("Another scope begins every clock anew, says what that cost, and revokes what was safe")
    func beginsAnew() throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        let safe = Self.weigh(&world, &evaluator, for: .seconds(700))
        #expect(safe.gate(.oldBrokers) == .safe)

        let (successor, events) = try evaluator.succeeded(by: Self.otherScope)
        evaluator = successor
        #expect(events.contains(.gateRevoked(.oldBrokers, why: "the plan changed")))
        let lost = events.compactMap { event in
            if case .windowRestarted(.sourceQuiet, .planChanged, let lost) = event { lost } else { nil }
        }
        #expect(lost.count == 1)
        #expect(lost.allSatisfy { $0 >= .seconds(600) })

        let after = Self.weigh(&world, &evaluator, for: .zero)
        #expect(after.gate(.oldBrokers) != .safe)
        #expect(after.verdict[.sourceQuiet]?.observed == .zero)
        #expect(after.verdict[.sourceQuiet]?.restarts[.planChanged] == 1)
    }

    @Test("Another plan begins anew what it touches, and nothing else", arguments: PlanPart.allCases)
    func touches(part: PlanPart) throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        let before = Self.weigh(&world, &evaluator, for: .seconds(700))
        let (successor, events) = try evaluator.succeeded(by: Self.changed(part))
        evaluator = successor
        #expect(events.first == .planChanged([part]))
        let restarted = Condition.allCases.filter { condition in
            events.contains {
                if case .windowRestarted(condition, .planChanged, _) = $0 { true } else { false }
            }
        }
        #expect(restarted == Self.touched(by: part))
        let after = Self.weigh(&world, &evaluator, for: .zero)
        for condition in Condition.allCases where !restarted.contains(condition) {
            let (now, then) = (after.verdict[condition]?.observed, before.verdict[condition]?.observed)
            #expect(now ?? .zero >= then ?? .zero, "\(condition)")
        }
        for gate in Gate.allCases {
            let isTouched = restarted.contains { gate.conditions.contains($0) }
            #expect(events.contains(.gateRevoked(gate, why: "the plan changed")) == isTouched)
            if isTouched { #expect(after.gate(gate) != .safe) }
        }
    }

    private static func changed(_ part: PlanPart) -> Plan {
        switch part {
        case .clusters: World.plan { $0.old.expectedID = "old-cluster" }
        case .scope: otherScope
        case .inventory: World.plan { $0.old.inventory = Inventory(topics: ["orders"], groups: []) }
        case .mirror: World.plan { $0.mirror.connector = World.connector }
        case .comparisons:
            World.plan {
                $0.mirror.comparisons = [
                    Comparison(
                        title: "c.json", sha256: "", old: "old-cluster", new: "new-cluster",
                        topicPrefix: "OLD.", isolation: .readUncommitted,
                        latest: WallTime(millisecondsSince1970: 0), partitions: [:])
                ]
            }
        case .readByNoGroup:
            World.plan { $0.topics.readByNoGroup = [NameRule(names: .name("orders"), reason: "a store")] }
        case .groups:
            World.plan { $0.groups.exclude = [NameRule(names: .name("nobody"), reason: "people looking")] }
        case .producers: World.plan { $0.producers = .declared([World.shop]) }
        case .timing: otherWindow
        case .removedBrokers:
            World.plan {
                $0.removedBrokers = [RemovedBroker(broker: BrokerID(rawValue: 2), reason: "the first to go")]
            }
        case .waivers:
            World.plan {
                $0.waivers = [
                    Waiver(
                        condition: .mirrorDrained, subject: "orders", reason: "scratch",
                        owner: "data platform",
                        until: WallTime(millisecondsSince1970: 2_000_000_000_000))
                ]
            }
        }
    }

    /// Written out once more, so that a change of the rule is seen.
    private static func touched(by part: PlanPart) -> [Condition] {
        switch part {
        case .clusters, .scope: Condition.allCases
        case .inventory: [.visibility]
        case .mirror:
            [
                .visibility, .mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful, .mirrorConsumed,
                .sourceConsumed,
            ]
        case .comparisons:
            [
                .mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful, .mirrorConsumed,
                .sourceConsumed,
            ]
        case .readByNoGroup: [.mirrorConsumed]
        case .groups: [.mirrorConsumed, .sourceConsumed, .oldConsumersGone]
        case .producers: [.producersRetargeted]
        case .timing, .removedBrokers, .waivers: []
        }
    }

    @Test("How long a producer was configured for NEW in one file says nothing of another file")
    func anotherFile() throws {
        var world = World()
        world.producers["shop"] = .known([ServerAddress(host: "new", port: 9092)])
        var evaluator = try Evaluator(plan: World.plan { $0.producers = .declared([World.shop]) })
        #expect(Self.weigh(&world, &evaluator, for: .seconds(700)).gate(.oldBrokers) == .safe)
        var moved = World.shop
        moved.place = "file right.env"
        evaluator = try evaluator.succeeded(by: World.plan { $0.producers = .declared([moved]) }).evaluator
        let after = Self.weigh(&world, &evaluator, for: .zero)
        #expect(after.verdict[.producersRetargeted]?.observed == .zero)
        #expect(after.gate(.oldBrokers) != .safe)
    }

    @Test("A gate under a longer window is not safe until that has passed, and says why")
    func longerWindow() throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        _ = Self.weigh(&world, &evaluator, for: .seconds(700))
        evaluator = try evaluator.succeeded(by: World.plan { $0.timing.window = .seconds(86_400) }).evaluator
        let after = Self.weigh(&world, &evaluator, for: .zero)
        #expect(after.events.contains(.gateRevoked(.oldBrokers, why: "its window is not complete")))
        for gate in Gate.allCases { #expect(after.gate(gate) != .safe) }
    }

    private static let harmless: [Plan] = [
        otherWindow,
        World.plan { $0.old.inventory = Inventory(topics: ["orders"], groups: []) },
        World.plan { $0.old.expectedID = "old-cluster" },
        World.plan { $0.mirror.connector = World.connector },
        World.plan { $0.old.alias = "EAST" },
        World.plan { $0.new.alias = "WEST" },
        World.plan {
            $0.old.bootstrapServers.append(ServerAddress(host: "old-2", port: 9092))
            $0.old.expectedID = "old-cluster"
        },
    ]

    @Test("A loss that was seen stays one: no change of plan brings a record back", arguments: harmless)
    func keepsLosses(under plan: Plan) throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        _ = Self.weigh(&world, &evaluator, for: .zero)
        world.old.topics["orders"]?.partitions[0].end = 120
        _ = Self.weigh(&world, &evaluator, for: .zero)
        world.old.topics["orders"]?.partitions[0].start = 120
        let lost = Self.weigh(&world, &evaluator, for: .zero)
        #expect(lost.state(.mirrorDrained) == .fails)

        world.mirrored("orders", 0, to: 119)
        evaluator = try evaluator.succeeded(by: plan).evaluator
        #expect(Self.weigh(&world, &evaluator, for: .seconds(700)).state(.mirrorDrained) == .fails)
    }

    @Test(
        "What was compared of a topic that is left out for a while is compared anew if it was made again then"
    )
    func leftOut() throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        #expect(Self.weigh(&world, &evaluator, for: .zero).state(.mirrorFaithful) == .holds)
        world.old.topics["other"] = TopicWorld([PartitionWorld(end: 0)])
        let without = World.plan { $0.topics.exclude = [NameRule(names: .name("orders"), reason: "later")] }
        evaluator = try evaluator.succeeded(by: without).evaluator
        _ = Self.weigh(&world, &evaluator, for: .zero)
        world.new["OLD.orders"].end = 9
        _ = Self.weigh(&world, &evaluator, for: .zero)
        world.new["OLD.orders"].end = 100
        world.old["orders"].lostAt = Set(0..<100)
        _ = Self.weigh(&world, &evaluator, for: .zero)
        evaluator = try evaluator.succeeded(by: World.plan).evaluator
        #expect(Self.weigh(&world, &evaluator, for: .zero).state(.mirrorFaithful) == .fails)
    }

    @Test("Another cluster is not judged by what was seen of the one before")
    func forgetsAnotherCluster() throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        _ = Self.weigh(&world, &evaluator, for: .zero)
        var plan = World.plan
        plan.old.bootstrapServers = [ServerAddress(host: "elsewhere", port: 9092)]
        evaluator = try evaluator.succeeded(by: plan).evaluator
        world.old.frame.identity = .known("another-cluster")
        #expect(Self.weigh(&world, &evaluator, for: .zero).state(.visibility) == .holds)
    }

    @Test("Who shares an address is that cluster, and is not believed under another id")
    func sharedAddress() throws {
        var world = World()
        var evaluator = try Evaluator(plan: World.plan)
        _ = Self.weigh(&world, &evaluator, for: .zero)
        let more = World.plan {
            $0.old.bootstrapServers.append(ServerAddress(host: "elsewhere", port: 9092))
        }
        evaluator = try evaluator.succeeded(by: more).evaluator
        #expect(Self.weigh(&world, &evaluator, for: .zero).state(.visibility) == .holds)
        world.old.frame.identity = .known("another-cluster")
        #expect(Self.weigh(&world, &evaluator, for: .zero).state(.visibility) == .fails)
    }

    @Test(
        "That a log is another one stays known when MirrorMaker is found later than it was seen, or OLD at one more address",
        arguments: [
            World.plan { $0.mirror.connector = World.connector },
            World.plan { $0.old.bootstrapServers.append(ServerAddress(host: "old-2", port: 9092)) },
            World.plan {
                $0.old.bootstrapServers.insert(ServerAddress(host: "old-2", port: 9092), at: 0)
            },
        ])
    func keepsRemadeLogs(under plan: Plan) throws {
        var play = try Play()
        _ = play.look()
        play.world.old["orders"].end = 90
        _ = play.next()
        // Ten records of the new log take the place of others, and MirrorMaker goes on behind them.
        play.world.old["orders"].end = 110
        play.world.new["OLD.orders"].end = 110
        play.world.mirrored("orders", 0, to: 109)
        play.world.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(109, 109)]])
        try #require(play.next().state(.mirrorDrained) != .holds)
        try play.restart()
        try play.adopt(plan)
        _ = play.next()
        #expect(play.next().state(.mirrorDrained) != .holds)
    }

    /// Surveys at every interval for `duration`, at least once; the last assessment.
    private static func weigh(
        _ world: inout World, _ evaluator: inout Evaluator, for duration: Duration
    ) -> Assessment {
        let end = world.monotonic + duration
        while true {
            var survey = world.survey()
            let questions = evaluator.questions(for: survey)
            for question in questions.tails { survey.tails[question] = world.answer(question) }
            for question in questions.ledger { survey.ledger[question] = world.answer(question) }
            let assessment = evaluator.weigh(survey)
            world.pass(.seconds(29))
            if world.monotonic >= end { return assessment }
        }
    }
}
