import Quiescence
import Testing

@Suite("mirror_drained: every source partition is mirrored to its end")
struct MirrorDrainedTests {
    @Test("Truth table", arguments: positionRows + mirrorRows + tailRows + lossRows)
    func table(row: Row) throws { try row.check(.mirrorDrained) }

    private static let orders = TopicPartition("orders", 0)

    private static func position(_ position: Int64, end: Int64) -> Row.Act {
        {
            $0.mirrored("orders", 0, to: position)
            $0.old["orders"].end = end
        }
    }

    private static func noPosition(start: Int64 = 0, end: Int64) -> Row.Act {
        {
            $0.positions = .known([World.connector: [:]])
            $0.old["orders"].start = start
            $0.old["orders"].end = end
        }
    }

    private static let positionRows: [Row] = [
        Row("position 41 of end 42 is drained", .holds, position(41, end: 42)),
        Row(
            "position 41 of end 43 is one behind", .fails, says: "1 offset not mirrored",
            position(41, end: 43)),
        Row("position 42 of end 43 is drained again", .holds, position(42, end: 43)),
        Row(
            "a log that starts behind its end proves nothing", .unknown, says: "starts at 43 and ends at 42",
            [position(41, end: 42), { $0.old["orders"].start = 43 }]),
        Row(
            "quiet because broken", .fails, says: "600 offsets not mirrored",
            [position(399, end: 1000), World.nothing]),
        Row("a topic that was never picked up", .fails, says: "fresh-0: 1 offset not mirrored") {
            $0.old.topics["fresh"] = TopicWorld([PartitionWorld(end: 1)])
        },
        Row(
            "partitions that were added and that MirrorMaker has not noticed", .fails,
            says: "orders-1: 3 offsets not mirrored: from 0, end 3, a record at 0",
            [
                World.nothing, { $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 3)) },
                World.nothing,
            ]),
        Row("a topic that is never mirrored is named", .holds, says: "fresh has no mirror OLD.fresh") {
            $0.old.topics["fresh"] = TopicWorld([PartitionWorld(end: 0)])
        },
        Row(
            "a new topic with a record, under our eyes", .fails, says: "fresh-0",
            [
                World.nothing, { $0.old.topics["fresh"] = TopicWorld([PartitionWorld(end: 1)]) },
            ]),
        Row("no position, and never a record", .holds, noPosition(end: 0)),
        Row(
            "no position, and all of it gone before we looked", .holds,
            says: "offsets 0–899 came and went unmirrored", noPosition(start: 900, end: 900)),
        Row("no position, and records", .fails, says: "a record at 0", noPosition(end: 5)),
        Row("a null in the offsets topic means no position", .fails, says: "a record at 0") {
            $0.positions = .known([World.connector: [orders: .absent]])
        },
        Row("a position that cannot be parsed", .unknown, says: "offset is text") {
            let cause = Cause(.malformed, "offset is text")
            $0.positions = .known([World.connector: [orders: .unreadable(cause)]])
        },
        Row("no offsets topic", .unknown, says: "mm2-offsets.OLD.internal does not exist") {
            $0.positions = .absent
        },
        Row("an offsets topic that was not read", .unknown, says: "no answer") {
            $0.positions = .unreadable(World.cause)
        },
        Row("two connectors are never a maximum", .unknown, says: "MirrorSourceConnector, second") {
            guard case .known(var connectors) = $0.positions else { return }
            connectors["second"] = MirrorPosition(5).map { [orders: .known($0)] }
            $0.positions = .known(connectors)
        },
        Row(
            "two connectors, and the configuration names one", .holds,
            plan: World.plan { $0.mirror.connector = World.connector }
        ) {
            guard case .known(var connectors) = $0.positions else { return }
            connectors["second"] = MirrorPosition(5).map { [orders: .known($0)] }
            $0.positions = .known(connectors)
        },
        Row("a position at the end lies beyond it", .unknown, says: "end 99", position(99, end: 99)),
        Row("a position that nothing can follow, and an end that was not read", .unknown, says: "no answer") {
            $0.mirrored("orders", 0, to: .max)
            $0.old["orders"].unreadable = World.cause
        },
        Row(
            "a position that was beyond the end proves nothing when the topic has grown past it", .unknown,
            says: "beyond the end", [position(99, end: 50), position(99, end: 100)]),
        Row(
            "a position that went back", .unknown, says: "went back, 99 → 49",
            [World.nothing, position(49, end: 100)]),
        Row(
            "a position that went back and came forward again", .unknown, says: "went back",
            [World.nothing, position(49, end: 100), position(99, end: 100)]),
        Row(
            "a source that was recreated and outgrew the position", .unknown, says: "was recreated",
            [World.nothing, position(99, end: 20), position(119, end: 120), World.nothing]),
        Row(
            "a topic that is gone", .unknown, says: "gone",
            [
                World.nothing, { $0.old.topics["orders"] = nil },
            ]),
        Row(
            "a topic that was gone and is back as full as before is another one", .unknown,
            says: "it was gone",
            [
                World.nothing, { $0.old.topics["orders"] = nil },
                { $0.old.topics["orders"] = TopicWorld([PartitionWorld(end: 100)]) }, World.nothing,
            ]),
        Row(
            "a topic that one broker did not list for a moment is the same", .holds,
            [
                World.nothing,
                {
                    $0.old.topics["orders"] = nil
                    $0.old.frame.agreement = .known(.divided(["broker 2 lists the topic orders"]))
                },
                {
                    $0.old.topics["orders"] = TopicWorld([PartitionWorld(end: 100)])
                    $0.old.frame.agreement = .known(.unanimous(1))
                }, World.nothing,
            ]),
        Row("an end that was not read", .unknown, says: "no answer") {
            $0.old["orders"].unreadable = World.cause
        },
    ]

    /// The position alone says that the records of OLD are on NEW.
    private static let mirrorRows: [Row] = [
        Row("a mirror that does not exist holds nothing", .unknown, says: "OLD.orders does not exist") {
            $0.new.topics["OLD.orders"] = nil
        },
        Row("a mirror that was never written holds nothing", .unknown, says: "OLD.orders-0 was never written")
        {
            $0.new["OLD.orders"].end = 0
        },
        Row(
            "a mirror without that partition holds nothing of it", .unknown,
            says: "OLD.orders-1 does not exist"
        ) {
            $0.old.topics["orders"]?.partitions.append(PartitionWorld(end: 3))
            $0.mirrored("orders", 1, to: 2)
        },
        Row("a mirror that expired was written", .holds) { $0.new["OLD.orders"].start = 100 },
        Row("a source that has expired needs no mirror", .holds) {
            $0.old["orders"].start = 100
            $0.new.topics["OLD.orders"] = nil
        },
    ]

    private static let tailRows: [Row] = [
        Row("a marker at the end is nothing to mirror", .holds) {
            $0.old["orders"].end = 101
            $0.old["orders"].nothingAt = [100]
        },
        Row("a record behind the marker", .fails, says: "a record at 101") {
            $0.old["orders"].end = 102
            $0.old["orders"].nothingAt = [100]
        },
        Row("a tail that may not be read is unproven", .unknown, says: "unproven: READ denied") {
            $0.old["orders"].end = 101
            $0.old["orders"].tailUnreadable = Cause(.notAuthorized, "READ denied on orders")
        },
        Row(
            "a tail that is still being written is behind", .fails, says: "1 offset not mirrored",
            [
                World.nothing,
                {
                    $0.old["orders"].end = 101
                    $0.old["orders"].nothingAt = [100]
                },
            ]),
        Row(
            "the same tail, one survey later", .holds,
            [
                World.nothing,
                {
                    $0.old["orders"].end = 101
                    $0.old["orders"].nothingAt = [100]
                }, World.nothing,
            ]),
        Row("aborted records are data to a default mirror", .fails, says: "a record at 100") {
            $0.old["orders"].end = 102
            $0.old["orders"].abortedAt = [100]
            $0.old["orders"].nothingAt = [101]
        },
        Row(
            "aborted records are nothing to a read_committed mirror", .holds,
            plan: World.plan { $0.mirror.isolation = .readCommitted }
        ) {
            let reader = World.source([.consumerIsolation: "read_committed"])
            $0.description = .known(MirrorDescription(connectors: [World.connector: reader]))
            $0.old["orders"].end = 102
            $0.old["orders"].abortedAt = [100]
            $0.old["orders"].nothingAt = [101]
        },
        Row(
            "a proof is good for its range alone", .fails, says: "a record at 101",
            [
                {
                    $0.old["orders"].end = 101
                    $0.old["orders"].nothingAt = [100]
                },
                { $0.old["orders"].end = 102 }, World.nothing,
            ]),
        Row("no position, and a log of nothing but a marker", .holds) {
            $0.positions = .known([World.connector: [:]])
            $0.old["orders"].end = 1
            $0.old["orders"].nothingAt = [0]
        },
    ]

    private static let lossRows: [Row] = [
        Row("expired before the first look is history", .holds, says: "offsets 100–499 came and went") {
            $0.old["orders"].start = 500
            $0.old["orders"].end = 500
        },
        Row(
            "expired unmirrored while we watched is a loss", .fails,
            says: "offsets 100–499 expired unmirrored",
            [
                { $0.old["orders"].end = 500 },
                { $0.old["orders"].start = 500 },
            ]),
        Row(
            "expired while we watched without a position is a loss", .fails,
            says: "offsets 0–899 expired unmirrored",
            [noPosition(end: 900), noPosition(start: 900, end: 900)]
        ),
        Row(
            "a loss does not heal because the position jumped", .fails,
            says: "offsets 100–499 expired unmirrored",
            [
                { $0.old["orders"].end = 510 },
                { $0.old["orders"].start = 500 },
                { $0.mirrored("orders", 0, to: 509) }, World.nothing,
            ]),
        Row(
            "purged after it was mirrored, before MirrorMaker had said so, is no loss", .holds,
            [
                { $0.old["orders"].end = 510 },
                { $0.old["orders"].start = 500 },
                {
                    $0.mirrored("orders", 0, to: 509)
                    $0.syncs = .known([orders: [sync(0, 0), sync(99, 99), sync(509, 509)]])
                },
            ]),
        Row(
            "a jump of the skew shows that it was not mirrored", .fails,
            says: "offsets 100–499 expired unmirrored",
            [
                { $0.old["orders"].end = 510 },
                { $0.old["orders"].start = 500 },
                {
                    $0.mirrored("orders", 0, to: 509)
                    $0.syncs = .known([orders: [sync(0, 0), sync(99, 99), sync(500, 100), sync(509, 109)]])
                },
            ]),
        Row(
            "a second loss of the same partition is another one", .fails,
            says: "offsets 600–699 expired unmirrored",
            [
                { $0.old["orders"].end = 1000 },
                { $0.old["orders"].start = 500 },
                { $0.mirrored("orders", 0, to: 599) },
                { $0.old["orders"].start = 700 },
            ]),
        Row(
            "a marker that expired is no loss once it was proven to be one", .holds,
            [
                {
                    $0.old["orders"].end = 101
                    $0.old["orders"].nothingAt = [100]
                },
                { $0.old["orders"].start = 101 },
            ]),
        Row(
            "a topic that was listed before it could be described has a history all the same", .holds,
            [
                {
                    $0.old.topics["orders"]?.unreadable = World.cause
                    $0.old["orders"].start = 50
                    $0.positions = .known([World.connector: [:]])
                },
                {
                    $0.old.topics["orders"]?.unreadable = nil
                    $0.old["orders"].start = 100
                },
            ]),
    ]
}
