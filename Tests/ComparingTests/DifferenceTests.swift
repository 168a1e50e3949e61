import Testing

@testable import DecommissionGate

/// What two logs of a partition come to, by every kind of difference that there is.
@Suite struct DifferenceTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let old: Log
        let new: Log
        let expected: String
        var measure = Measure.everyRecord

        init(_ trap: String, _ old: Log, _ new: Log, _ expected: String, _ measure: Measure = .everyRecord) {
            testDescription = trap
            self.old = old
            self.new = new
            self.expected = expected
            self.measure = measure
        }
    }

    static let plain = [
        Case("the same, markers on either side", Log("1 2 . 3 ."), Log("1 . 2 3"), "equal"),
        Case("nothing on OLD is nothing to lose", Log("", start: 9), Log("1"), "expired on OLD 1"),
        Case("one left out in the middle", Log("1 2 3"), Log("1 3"), "missing 1"),
        Case("an empty mirror lacks all", Log("1 2 . 3"), Log(""), "missing 0–1, 3"),
        Case(
            "a changed record is missing as it was, and extra as it is", Log("1 2"), Log("1 9"),
            "missing 1; extra 1"),
        Case("written twice", Log("1 2 3"), Log("1 2 1 2 3"), "extra 2–3"),
        Case("twice on OLD and once in the mirror", Log("1 1"), Log("1"), "missing 1"),
        Case("a second copy stands in for no other record", Log("1 2 3"), Log("1 1 3"), "missing 1; extra 1"),
        Case("another order is the same multiset", Log("1 2 3"), Log("3 1 2"), "equal"),
        Case(
            "older ones have expired on OLD alone", Log("3 4", start: 2), Log("1 2 3 4"), "expired on OLD 2"),
        Case(
            "written behind what was mirrored by somebody else", Log("3", start: 2), Log("1 2 3 9"),
            "extra 3; expired on OLD 2"),
        Case(
            "below what the mirror still holds it cannot be told whether it expired or was lost",
            Log("1 2 3 4"), Log("3 4", start: 2), "expired or missing 0–1"),
        Case(
            "behind a record that is still in the mirror nothing can have expired",
            Log("1 2 3 4 5"), Log("3 5", start: 2), "missing 3; expired or missing 0–1"),
        Case(
            "a mirror of which all has expired tells nothing",
            Log("1 2"), Log("", start: 2), "expired or missing 0–1"),
        Case(
            "a mirror that expired and holds other things tells nothing",
            Log("1 2"), Log("8 9", start: 2), "expired or missing 0–1; extra 2–3"),
    ]

    static let compacted = [
        Case(
            "the mirror compacted what OLD has not", Log("a1 b1 a2"), Log("b1 a2"), "superseded 1",
            .newestByKey),
        Case(
            "OLD compacted what the mirror has not", Log(". b1 a2"), Log("a1 b1 a2"), "older in mirror 1",
            .newestByKey),
        Case(
            "the newest of a key is not in the mirror", Log("a1 b1 a2"), Log("a1 b1"), "missing 2",
            .newestByKey),
        Case(
            "the newest and older ones are not in the mirror, which holds the oldest",
            Log("a1 a2 a3"), Log("a1"), "missing 2; superseded 1", .newestByKey),
        Case("a key that is not in the mirror at all", Log("a1 b1"), Log("a1"), "missing 1", .newestByKey),
        Case(
            "a tombstone that compaction has removed", Log("a1 a- b1"), Log("b1"), "superseded 2",
            .newestByKey),
        Case(
            "a tombstone that was lost: its key would come back", Log("a1 a-"), Log("a1"), "missing 1",
            .newestByKey),
        Case(
            "a value that the mirror says is deleted", Log("a1"), Log("a1 a-"), "overtaken 0; extra 1",
            .newestByKey),
        Case(
            "written twice, and the second time not to the end: compaction will keep the older one",
            Log("a1 a2"), Log("a1 a2 a1"), "overtaken 1; extra 2", .newestByKey),
        Case("written twice to the end", Log("a1 a2"), Log("a1 a2 a1 a2"), "older in mirror 2", .newestByKey),
        Case("equal newest records, twice on OLD", Log("a1 a1"), Log(". a1"), "superseded 1", .newestByKey),
        Case(
            "a record without a key is superseded by none", Log("1 a1"), Log("a1"), "missing 0", .newestByKey),
        Case(
            "the mirror does not compact: an older one that it lacks was lost",
            Log("a1 a2"), Log("a2"), "missing 0", .everyRecordAndNewestByKey),
        Case(
            "the mirror does not compact, and readers of the newest find an older one",
            Log("a1 a2"), Log("a1 a2 a1"), "overtaken 1; extra 2", .everyRecordAndNewestByKey),
        Case(
            "the mirror does not compact: a tombstone that it lacks was lost",
            Log("a-"), Log(""), "missing 0", .everyRecordAndNewestByKey),
        Case(
            "nobody knows whether the mirror compacts: an older one may be lost",
            Log("a1 a2"), Log("a2"), "expired or missing 0", .newestByKeyOlderUnknown),
        Case(
            "nobody knows whether the mirror compacts: a tombstone that it lacks may be lost",
            Log("a-"), Log(""), "expired or missing 0", .newestByKeyOlderUnknown),
        Case(
            "nobody knows whether the mirror compacts: the newest one is lost all the same",
            Log("a1 a2"), Log("a1"), "missing 1", .newestByKeyOlderUnknown),
        Case(
            "compacted and expired: what stood before all that is left cannot be told",
            Log("a1 b1 c1 d1"), Log("c1", start: 2), "missing 3; expired or missing 0–1", .newestByKey),
    ]

    @Test("Every kind of difference is told apart", arguments: plain + compacted)
    func kinds(_ row: Case) throws {
        // In memory, through disk, and through so many runs that they have to be merged.
        for capacity in [1000, 3, 1] {
            let found = try difference(row.old, row.new, row.measure, capacity: capacity)
            #expect(words(found) == row.expected, "capacity \(capacity)")
        }
    }
}
