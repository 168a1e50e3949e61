import Quiescence
import Testing

@Suite("old_consumers_gone: a group of which a survey cannot tell whether it has a member")
struct UntoldGroupTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.oldConsumersGone) }

    private static let untold: Row.Act = {
        $0.old.groups["billing"]?.state = .unreadable(World.cause)
        $0.old.groups["billing"]?.members = .unreadable(World.cause)
    }
    private static let told: Row.Act = {
        $0.old.groups["billing"]?.state = .known(.empty)
        $0.old.groups["billing"]?.members = .known([])
    }

    /// Of four partitions, `billing` has this one.
    private static func advance(_ then: @escaping Row.Act = World.nothing) -> Row.Act {
        {
            $0.old["__consumer_offsets", 1].end += 1
            then(&$0)
        }
    }

    private static let rows: [Row] = [
        Row(
            "explains no advance that was seen just then", .fails, says: "can only be one of: billing",
            [World.nothing, advance(untold), told]),
        Row(
            "nor one that was seen just before", .fails, says: "can only be one of: billing",
            [World.nothing, advance(), untold, told]),
        Row("keeps it unknown", .unknown, says: "no answer", [World.nothing, advance(), untold, untold]),
        Row(
            "explains it where it has expired", .holds, says: "expired",
            [World.nothing, advance(), untold, { $0.old.groups["billing"] = nil }]),
        Row(
            "quiet again afterwards", .holds,
            [World.nothing, advance(), untold, told, World.nothing]),
    ]
}
