import TestKafka
import Testing

/// Every way in which MirrorMaker is known to lose records, and every one that only looks like it, on real
/// clusters: what is lost is found by a comparison of both logs, and held against what the service says.
///
/// A test is a world: one MirrorMaker, and topics that each fare in a way of their own. `scripts/loss-table`
/// plays them all and prints what came of each.
@Suite("EndToEnd: the ways of losing records", .serialized, .realKafka)
struct LossTableTests {}

extension Trait where Self == ConditionTrait {
    /// Runs where the whole table is wanted.
    static var wholeTable: Self {
        .enabled(if: LossReport.isWhole, "left out: the whole table runs by scripts/loss-table")
    }
}
