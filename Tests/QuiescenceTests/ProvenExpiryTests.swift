import Quiescence
import Testing

@Suite("mirror_drained: what expired before MirrorMaker had said that it was mirrored")
struct ProvenExpiryTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.mirrorDrained) }

    /// It went from OLD behind MirrorMaker's position, which comes later, with the pair that shows it.
    private static let mirrored: [Row.Act] = [
        { $0.old["orders"].end = 510 }, { $0.old["orders"].start = 500 },
        {
            $0.mirrored("orders", 0, to: 509)
            $0.syncs = .known([TopicPartition("orders", 0): [sync(0, 0), sync(99, 99), sync(509, 509)]])
        },
    ]

    private static let rows: [Row] = [
        Row(
            "once the pairs showed it to be mirrored, it is no loss when they are compacted away", .holds,
            mirrored + [{ $0.syncs = .known([TopicPartition("orders", 0): [sync(509, 509)]]) }]),
        Row(
            "nor when they cannot be read", .holds,
            mirrored + [{ $0.syncs = .unreadable(World.cause) }]),
        Row(
            "what goes later is another loss", .fails, says: "offsets 510–599 expired unmirrored",
            mirrored + [{ $0.old["orders"].end = 600 }, { $0.old["orders"].start = 600 }]),
    ]
}
