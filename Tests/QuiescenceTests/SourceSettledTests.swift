import Quiescence
import Testing

@Suite("source_settled: nothing undecided, nothing held by one broker alone")
struct SourceSettledTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.sourceSettled) }

    private static let rows: [Row] = [
        Row("a world at rest", .holds),
        Row("an open transaction", .fails, says: "stable to 98, written to 100") {
            $0.old["orders"].stable = 98
        },
        Row("the stable offset not read", .unknown, says: "orders-0") {
            $0.old["orders"].unreadable = World.cause
        },
        Row(
            "a follower that lags pauses, and does not restart", .unknown,
            says: "1 of 2 replicas are in sync, that of broker 2 is not"
        ) {
            $0.old["orders"].lagging = [BrokerID(rawValue: 2)]
        },
        Row("an open transaction beside a lagging follower fails", .fails, says: "open transaction") {
            $0.old["orders"].lagging = [BrokerID(rawValue: 2)]
            $0.old["orders"].stable = 98
        },
        Row("no leader", .unknown, says: "no leader") { $0.old["orders"].leader = .absent },
        Row("a leader not told", .unknown, says: "no answer") {
            $0.old["orders"].leader = .unreadable(World.cause)
        },
        Row("a cut-off old leader that goes on answering", .unknown, says: "do not agree") {
            $0.old.frame.agreement = .known(.divided(["broker 2 names another leader"]))
        },
        Row("brokers never asked alone", .unknown, says: "asked alone") { $0.old.frame.agreement = .absent },
        Row("a listing that is not there", .unknown, says: "no answer") {
            $0.old.frame.topics = .unreadable(World.cause)
        },
        Row(
            "a topic that is gone", .unknown, says: "gone",
            [
                World.nothing, { $0.old.topics["orders"] = nil },
            ]),
        Row(
            "an excluded topic is not asked", .holds,
            plan: World.plan { $0.topics.exclude = [NameRule(names: .name("scratch"), reason: "scratch")] }
        ) {
            $0.old.topics["scratch"] = TopicWorld([PartitionWorld(end: 9)])
            $0.old["scratch"].stable = 1
        },
    ]
}
