import Quiescence
import Testing

@testable import DecommissionGate

@Suite("What the ledger asks is read on both clusters and compared by digest")
struct LedgerReadingTests {
    private let orders = TopicPartition("orders", 0)
    private let mirror = TopicPartition("OLD.orders", 0)

    private func question(_ range: (Int64, Int64), _ place: LedgerQuestion.Place) throws -> LedgerQuestion {
        LedgerQuestion(
            source: orders, range: try #require(OffsetRange(range.0, range.1)), isolation: .readUncommitted,
            mirror: mirror, place: place)
    }

    private func within(_ lower: Int64, _ upper: Int64) throws -> LedgerQuestion.Place {
        .within(try #require(OffsetRange(lower, upper)))
    }

    private func answer(
        _ question: LedgerQuestion, old: DigestLog, new: DigestLog
    ) async -> Reading<LedgerAnswer>? {
        await LedgerReading(old: old, new: new).answers(to: [question], until: .now + .seconds(5))[question]
    }

    @Test("Records that stand in the mirror in another order are not missing")
    func found() async throws {
        let old = DigestLog([orders: [1: "a", 2: "b", 4: "a"]])
        let new = DigestLog([mirror: [7: "b", 8: "a", 9: "a"]])
        let question = try question((1, 5), within(7, 10))
        #expect(await answer(question, old: old, new: new) == .known(LedgerAnswer(records: 3)))
    }

    @Test("A copy counts once: two equal records of OLD need two in the mirror, and a stranger replaces none")
    func multiset() async throws {
        let old = DigestLog([orders: [1: "a", 2: "a"]])
        let new = DigestLog([mirror: [7: "a", 8: "stranger"]])
        let answerFound = await answer(try question((1, 3), within(7, 9)), old: old, new: new)
        let answer = try #require(answerFound?.valueToShow)
        #expect(answer.missing == 1 && answer.named.map(\.offset) == [2])
        #expect(answer.named.first?.time == .known(WallTime(millisecondsSince1970: 2)))
        #expect(answer.named.first?.key == .known("00000000000000010000000000000002"))
    }

    @Test("Where no mirror record can stand, the mirror is not asked")
    func nowhere() async throws {
        let new = DigestLog([mirror: [0: "a"]])
        let old = DigestLog([orders: [1: "a"]])
        let answerFound = await answer(try question((1, 3), .nowhere), old: old, new: new)
        let answer = try #require(answerFound?.valueToShow)
        #expect(answer.records == 1 && answer.missing == 1)
        #expect(new.asked.isEmpty)
    }

    @Test("Nothing on OLD needs no reading on NEW: markers, aborted records, compaction")
    func silent() async throws {
        let new = DigestLog([:])
        let question = try question((1, 3), within(4, 5))
        #expect(
            await answer(question, old: DigestLog([orders: [:]]), new: new)
                == .known(LedgerAnswer(records: 0)))
        #expect(new.asked.isEmpty)
    }

    @Test("A mirror that stamps its own time is compared without timestamps")
    func restamped() async throws {
        var new = DigestLog([mirror: [7: "a"]])
        new.stampsItself = true
        let old = DigestLog([orders: [1: "a"]])
        let question = try question((1, 2), within(7, 8))
        #expect(await answer(question, old: old, new: new) == .known(LedgerAnswer(records: 1)))
        let other = DigestLog([orders: [1: "b"]])
        let answerFound = await answer(question, old: other, new: new)
        let answer = try #require(answerFound?.valueToShow)
        #expect(answer.missing == 1)
    }

    @Test("What is missing in a mirror that compacts is perhaps superseded and not lost")
    func compacting() async throws {
        var new = DigestLog([mirror: [7: "b"]])
        new.compacts = .known(true)
        let answer = await answer(
            try question((1, 2), within(7, 8)), old: DigestLog([orders: [1: "a"]]), new: new)
        #expect(answer == .known(LedgerAnswer(records: 1, superseded: 1)))
    }

    @Test("A policy that cannot be read excuses nothing that is missing, and accuses nobody")
    func policyUnreadable() async throws {
        var new = DigestLog([mirror: [7: "b"]])
        new.compacts = .unreadable(Cause(.notAuthorized, "no DescribeConfigs"))
        let old = DigestLog([orders: [1: "a"]])
        let missing = await answer(try question((1, 2), within(7, 8)), old: old, new: new)
        #expect(missing?.obstacle?.kind == .notAuthorized)
        #expect(missing?.obstacle?.detail.contains("no DescribeConfigs") ?? false)
        new.logs = [mirror: [7: "a"]]
        #expect(
            await answer(try question((1, 2), within(7, 8)), old: old, new: new)
                == .known(LedgerAnswer(records: 1)))
    }

    @Test("Another record in the one place of a record is no compaction's doing")
    func replaced() async throws {
        let question = try question((1, 2), .atSkew(0))
        let old = DigestLog([orders: [1: "a"]])
        var new = DigestLog([mirror: [1: "b"]])
        new.compacts = .known(true)
        let found = await answer(question, old: old, new: new)
        #expect(try #require(found?.valueToShow).missing == 1)
        new.logs = [mirror: [:]]
        #expect(
            await answer(question, old: old, new: new) == .known(LedgerAnswer(records: 1, superseded: 1)))
    }

    @Test("Only the first record of a range is looked for, and it counts for nothing against the bound")
    func first() async throws {
        let range = try #require(OffsetRange(0, 1_000_000))
        let old = DigestLog([orders: [3: "a", 4: "lost"]])
        let question = LedgerQuestion(
            source: orders, range: range, isolation: .readUncommitted, mirror: mirror,
            place: try within(0, 9), isFirstOnly: true)
        let found = await answer(question, old: old, new: DigestLog([mirror: [5: "a"]]))
        #expect(found == .known(LedgerAnswer(records: 1)))
    }

    @Test("The first record is looked for at its skew, and a mirror that cannot be read there proves nothing")
    func landmark() async throws {
        let old = DigestLog([orders: [3: "a", 4: "b"]])
        let question = try question((1, 1_000_000), .atSkew(2))
        let standing = await answer(question, old: old, new: DigestLog([mirror: [1: "a"]]))
        #expect(standing == .known(LedgerAnswer(records: 1)))
        let wrongFound = await answer(question, old: old, new: DigestLog([mirror: [1: "b"]]))
        let wrong = try #require(wrongFound?.valueToShow)
        #expect(wrong.missing == 1 && wrong.named.map(\.offset) == [3])
        #expect(
            await answer(question, old: old, new: DigestLog([:]))?.obstacle != nil,
            "an unread mirror is no answer")
    }

    @Test("What is more than one survey may read is left for the next, save the first")
    func bounded() async throws {
        let reading = LedgerReading(old: DigestLog([orders: [:]]), new: DigestLog([:]))
        let questions = try (0..<12).map {
            try question(($0 * 20_000, $0 * 20_000 + 20_000), .nowhere)
        }
        let answers = await reading.answers(to: questions, until: .now + .seconds(5))
        #expect(answers.count == 12)
        let left = questions.filter { answers[$0]?.obstacle?.kind == .bounded }
        #expect(left == Array(questions.suffix(2)))
    }
}

/// Logs of single letters: equal letters are equal records.
private struct DigestLog: ClusterReader {
    var logs: [TopicPartition: [Int64: String]]
    var stampsItself = false
    var compacts: Reading<Bool> = .known(false)
    private let requests = Recorder()

    init(_ logs: [TopicPartition: [Int64: String]]) { self.logs = logs }

    var asked: [String] { requests.all }

    func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        ranges.reduce(into: [:]) { answers, range in
            requests.note("\(range.partition)")
            guard let log = logs[range.partition] else { return }
            let records = log.filter { range.range.lower <= $0.key && $0.key < range.range.upper }
                .sorted { $0.key < $1.key }.map { record($0.key, $0.value, stamped: range.stamps) }
            answers[range] = .known(range.isFirstOnly ? Array(records.prefix(1)) : records)
        }
    }

    private func record(_ offset: Int64, _ letter: String, stamped: Bool) -> DigestedRecord {
        let stamp: UInt64 = stamped && stampsItself ? 1 : 0
        return DigestedRecord(
            offset: offset, content: Fingerprint((UInt64(letter.utf8.first ?? 0), stamp, 0, 0)),
            key: KeyFingerprint(high: 1, low: 2), isTombstone: false,
            stamp: stampsItself ? .appended : .created, size: 1,
            time: WallTime(millisecondsSince1970: offset))
    }

    func readCompaction(of topics: [TopicName], until deadline: Deadline) async -> [TopicName: Reading<Bool>]
    {
        topics.reduce(into: [:]) { $0[$1] = compacts }
    }

    func readGroups(until deadline: Deadline) async -> ClusterSurvey {
        ClusterSurvey(alias: "OLD", nothingReadable: Cause(.notAsked, "not asked"))
    }
    func readOffsets(of groups: Handover, until deadline: Deadline) async -> ClusterSurvey { groups.take() }
    func follow(_ topic: TopicName, isolation: Isolation, until deadline: Deadline) async -> FollowedTopic {
        FollowedTopic(records: [], restarted: false, state: .absent)
    }
    func readTails(_ questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    { [:] }
    func close(until deadline: Deadline) async {}
}
