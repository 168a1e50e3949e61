import Quiescence
import Testing

@testable import DecommissionGate

/// A saved survey is the survey: nothing is lost, rounded, or taken for something else on the way.
@Suite struct RecordingTests {
    private static func saved(_ recording: Recording) throws -> [UInt8] {
        let verdict = GatesDocument(unsurveyed: recording.plan)
        return try JSON.bytes(RecordedVerdict(verdict, restingOn: recording))
    }

    @Test("Any survey under any plan is read back as it was", arguments: 0..<20)
    func roundTrip(fifty: UInt64) async throws {
        for seed in fifty * 50..<(fifty + 1) * 50 {
            // What waits for time in other tests must not wait for this one to end.
            await Task.yield()
            var any = AnySurvey(seed: seed)
            let recording = Recording(plan: any.plan(), surveys: [any.survey(), any.survey()])
            let bytes = try Self.saved(recording)
            let back = try Recording.read(bytes, file: "saved.json")
            // Equal texts can differ in their bytes, so the bytes are compared too.
            #expect(try back == recording && Self.saved(back) == bytes, "seed \(seed)")
        }
    }

    @Test("Weighed again it comes to the same verdict, figures and events")
    func sameVerdict() throws {
        for seed in UInt64(0)..<100 {
            var any = AnySurvey(seed: seed)
            var survey = Fixture.survey
            survey.mirror = any.survey().mirror
            var later = any.survey()
            later.began = Fixture.later(30)
            later.ended = Fixture.later(31)
            let recording = Recording(plan: Fixture.plan, surveys: [survey, later])
            let back = try Recording.read(Self.saved(recording), file: "saved.json")
            #expect(try back.assessments() == recording.assessments(), "seed \(seed)")
        }
    }

    @Test("A recording is weighed as the runner weighs: a proof of the first look counts in the second")
    func proofsAreKept() throws {
        let recording = try Recording.read(SavedSurvey.drainedWithMarkers.bytes(), file: "saved.json")
        #expect(recording.surveys.map(\.tails.count) == [1, 0])
        let last = try #require(try recording.assessments().last)
        #expect(last.verdict[.mirrorDrained]?.finding.state == .holds)

        var unproven = recording
        unproven.surveys[0].tails = [:]
        let doubted = try #require(try unproven.assessments().last)
        #expect(doubted.verdict[.mirrorDrained]?.finding.state == .unknown)
    }

    /// A new member of a type is easily forgotten where it is written and read by hand.
    @Test("Every member of what is recorded has a key")
    func nothingIsForgotten() throws {
        var any = AnySurvey(seed: 1)
        let (plan, survey) = (any.plan(), any.survey())
        let group = GroupSurvey(protocolType: .absent, state: .absent, members: .absent, commits: .absent)
        let partition = PartitionSurvey(
            leader: .absent, replication: .complete(1), start: .absent, end: .absent, stable: .absent)
        let pairs: [(value: Any, keys: Int)] = [
            (plan, Plan.CodingKeys.allCases.count), (plan.old, ClusterPlan.CodingKeys.allCases.count),
            (plan.mirror, MirrorPlan.CodingKeys.allCases.count),
            (plan.topics, TopicRules.CodingKeys.allCases.count),
            (plan.groups, GroupRules.CodingKeys.allCases.count),
            (plan.timing, Timing.CodingKeys.allCases.count),
            (Inventory(topics: [], groups: []), Inventory.CodingKeys.allCases.count),
            (survey, Survey.CodingKeys.allCases.count), (survey.began, Moment.CodingKeys.allCases.count),
            (survey.old, ClusterSurvey.CodingKeys.allCases.count),
            (survey.mirror, MirrorSurvey.CodingKeys.allCases.count),
            (survey.old.groups, GroupListing.CodingKeys.allCases.count),
            (any.mirrorConnector(), MirrorConnector.CodingKeys.allCases.count),
            (MirrorTask(), MirrorTask.CodingKeys.allCases.count),
            (MirrorDescription(), MirrorDescription.CodingKeys.allCases.count),
            (MirrorTransform(name: "", type: .absent), MirrorTransform.CodingKeys.allCases.count),
            (MirrorRisk(setting: .tolerance, value: ""), MirrorRisk.CodingKeys.allCases.count),
            (group, GroupSurvey.CodingKeys.allCases.count),
            // How replicas stand is written as three keys.
            (partition, PartitionTable.CodingKeys.allCases.count - 2),
            // Two partitions and a range are written as two keys each.
            (any.ledgerQuestion(), LedgerQuestion.CodingKeys.allCases.count - 3),
            (any.ledgerAnswer(), LedgerAnswer.CodingKeys.allCases.count),
            (
                LostRecord(offset: 0, time: .absent, key: .absent), LostRecord.CodingKeys.allCases.count
            ),
            (GroupMember(id: "", clientID: "", host: ""), GroupMember.CodingKeys.allCases.count),
        ]
        for (value, keys) in pairs {
            #expect(Mirror(reflecting: value).children.count == keys, "\(type(of: value))")
        }
    }

    @Test("A partition of a large cluster takes some fifty bytes of a saved look, read or unread")
    func size() throws {
        for value in [Int64(1_234_567), nil] {
            func offset<Kind>() -> Reading<Offset<Kind>> {
                value.flatMap(Offset.init).map { .known($0) } ?? .unreadable(Self.late)
            }
            let partition = PartitionSurvey(
                leader: .known(BrokerID(rawValue: 1)), replication: .complete(3), start: offset(),
                end: offset(),
                stable: offset())
            let topic = TopicSurvey(partitions: Array(repeating: partition, count: 10))
            let names = (0..<1000).map { TopicName(rawValue: "topic-\($0)") }
            var survey = Fixture.survey
            survey.old.topics = .known(
                Dictionary(uniqueKeysWithValues: names.map { ($0, Reading.known(topic)) }))
            let size = try Self.saved(Recording(plan: Fixture.plan, surveys: [survey])).count
            #expect(size / 10_000 < 55)
        }
    }

    private static let late = Cause(.timedOut, "offsets of OLD: no answer within the time of a survey")
}
