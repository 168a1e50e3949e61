import Quiescence
import Testing

@Suite("visibility: both clusters read completely, the right ones, hiding nothing")
struct VisibilityTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.visibility) }

    private static let rows: [Row] = [
        Row("a world at rest", .holds),
        Row("a cluster id that was not read", .unknown, says: "no answer in time") {
            $0.old.frame.identity = .unreadable(World.cause)
        },
        Row("brokers that give no id", .unknown, says: "no cluster id") { $0.new.frame.identity = .absent },
        Row(
            "another cluster than configured", .fails, says: "answers as cluster old-cluster, expected other",
            plan: World.plan { $0.old.expectedID = "other" }),
        Row(
            "the two exchanged after the first look", .fails, says: "answers as cluster new-cluster",
            [
                World.nothing,
                {
                    $0.old.frame.identity = .known("new-cluster")
                    $0.new.frame.identity = .known("old-cluster")
                },
            ]),
        Row(
            "the two exchanged against the configured ids", .fails,
            says: "answers as cluster new-cluster, expected old-cluster",
            plan: World.plan {
                $0.old.expectedID = "old-cluster"
                $0.new.expectedID = "new-cluster"
            }
        ) {
            $0.old.frame.identity = .known("new-cluster")
            $0.new.frame.identity = .known("old-cluster")
        },
        Row("one cluster behind two names", .fails, says: "both answer as cluster old-cluster") {
            $0.new.frame.identity = .known("old-cluster")
        },
        Row("equal default ids, accepted", .holds, plan: World.plan { $0.sameClusterIDAccepted = "image" }) {
            $0.new.frame.identity = .known("old-cluster")
        },
        Row(
            "equal ids accepted, but one advertised address on both", .fails, says: "advertised by both",
            plan: World.plan { $0.sameClusterIDAccepted = "image" }
        ) {
            $0.new.frame.identity = .known("old-cluster")
            $0.new.frame.brokers = $0.old.frame.brokers
        },
        Row("topics hidden without an error", .unknown, says: "grant Describe on topic *") {
            $0.old.frame.topicSight = .known(.filtered)
        },
        Row("groups hidden without an error", .unknown, says: "grant Describe on group *") {
            $0.new.frame.groupSight = .known(.filtered)
        },
        Row("sight never tried", .unknown, says: "was not tried") { $0.new.frame.topicSight = .absent },
        Row("sight not read", .unknown, says: "no answer") {
            $0.old.frame.groupSight = .unreadable(World.cause)
        },
        Row("a rule that hides one name", .unknown, says: "DENY Describe on orders") {
            $0.old.frame.authorization = .known(.rules(denied: ["DENY Describe on orders"]))
        },
        Row("rules that hide nothing", .holds) {
            $0.old.frame.authorization = .known(.rules(denied: []))
        },
        Row("neither rules nor authorizer readable", .unknown, says: "cannot be ruled out") {
            $0.old.frame.authorization = .unreadable(World.cause)
        },
        Row(
            "an inventory stands in", .holds, says: "rests on the inventory",
            plan: World.plan { $0.old.inventory = Inventory(topics: ["orders"], groups: ["billing"]) }
        ) { $0.old.frame.authorization = .absent },
        Row(
            "a topic of the inventory that is not visible", .unknown, says: "OLD: hidden",
            plan: World.plan { $0.old.inventory = Inventory(topics: ["hidden"], groups: []) }
        ) { $0.old.frame.authorization = .absent },
        Row(
            "a group of the inventory that is not visible", .unknown, says: "OLD: shy",
            plan: World.plan { $0.old.inventory = Inventory(topics: [], groups: ["shy"]) }
        ) { $0.old.frame.authorization = .absent },
        Row("an empty cluster is not a quiet one", .unknown, says: "no topic is visible") {
            $0.old.topics = [:]
        },
        Row("no listing of topics", .unknown, says: "no listing") { $0.new.frame.topics = .absent },
        Row("a topic that cannot be described", .unknown, says: "OLD: orders") {
            $0.old.topics["orders"]?.unreadable = World.cause
        },
        Row("a partial list of groups", .unknown, says: "no answer") {
            $0.old.listing = .incomplete(World.cause)
        },
        Row("brokers that tell different stories", .unknown, says: "broker 2 names another leader") {
            $0.old.frame.agreement = .known(.divided(["broker 2 names another leader"]))
        },
        Row("brokers never asked alone", .unknown, says: "asked alone") { $0.old.frame.agreement = .absent },
        Row("metadata without a broker", .unknown, says: "no broker") { $0.new.frame.brokers = .known([]) },
        Row(
            "an exclusion that leaves nothing in scope", .unknown, says: "no topic is in scope",
            plan: World.plan { $0.topics.exclude = [NameRule(names: .pattern(".*"), reason: "all")] }),
        Row(
            "an exclusion that matches nothing is told", .holds, says: "odrers",
            plan: World.plan { $0.topics.exclude = [NameRule(names: .name("odrers"), reason: "typo")] }),
    ]

    @Test("A cluster that answers nothing at all is one cause, not also a rule that may hide a name")
    func nothingAsked() throws {
        var play = try Play()
        play.world.old.frame = ClusterSurvey(alias: "OLD", nothingReadable: World.cause)
        play.world.old.frame.authorization = .unreadable(Cause(.timedOut, "no time was left to ask"))
        let doubts = play.next().verdict[.visibility]?.finding.doubts ?? []
        #expect(doubts.contains { $0.cause == World.cause })
        #expect(!doubts.contains { $0.cause.kind == .notAuthorized }, "\(doubts)")
        // Where it did answer, what was not read of its rules keeps the gate shut.
        play.world.old = World().old
        play.world.old.frame.authorization = .unreadable(Cause(.timedOut, "no time was left to ask"))
        #expect(play.next().state(.visibility) == .unknown)
    }

    @Test("Nothing that a stranger cluster answered outlives its survey")
    func strangerLeavesNothing() throws {
        var play = try Play()
        play.world.old["orders"].end = 101
        play.world.new["OLD.orders"].end = 100
        play.world.old["orders"].tailUnreadable = World.cause
        #expect(play.look().state(.mirrorDrained) == .unknown)
        // The address leads elsewhere for one survey; there the same range is empty and positions are higher.
        play.world.old["orders"].tailUnreadable = nil
        play.world.old["orders"].nothingAt = [100]
        play.world.old.frame.identity = .known("stranger")
        play.world.new.frame.identity = .known("stranger too")
        play.world.mirrored("orders", 0, to: 100)
        let question = TailQuestion(
            side: .old, partition: TopicPartition("orders", 0), from: 100, end: try #require(EndOffset(101)),
            isolation: .readUncommitted)
        let strange = play.look(tails: [question: .known(.empty)])
        #expect(strange.state(.mirrorDrained) == .unknown)
        #expect(strange.topics.isEmpty || strange.topics.allSatisfy { !$0.end.isKnown })
        // Back home: what was claimed there proves nothing here, and the position did not go back.
        play.world.old.frame.identity = .known("old-cluster")
        play.world.new.frame.identity = .known("new-cluster")
        play.world.old["orders"].nothingAt = []
        play.world.mirrored("orders", 0, to: 99)
        let home = play.next()
        #expect(home.state(.visibility) == .holds)
        #expect(home.offenders(.mirrorDrained).contains { $0.contains("1 offset not mirrored") })
    }

    @Test("One cluster behind two names shuts every gate, however safe it was")
    func equalIDsShutEveryGate() throws {
        var play = try Play()
        let before = play.run(for: .seconds(700))
        play.world.new = play.world.old
        let after = play.next()
        for gate in Gate.allCases {
            #expect(before.gate(gate) == .safe)
            #expect(after.gate(gate) == .blocked)
        }
    }

    @Test("Ids that are equal without leave are not taken for the first seen")
    func equalIDsAreNotLearnt() throws {
        var play = try Play()
        play.world.new.frame.identity = .known("old-cluster")
        #expect(play.look().state(.visibility) == .fails)
        play.world.new.frame.identity = .known("new-cluster")
        #expect(play.next().state(.visibility) == .holds)
    }
}
