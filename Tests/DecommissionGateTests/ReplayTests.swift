import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// A survey of real clusters, as `survey --output json` saved it.
enum SavedSurvey: String, CaseIterable {
    /// MirrorMaker copies what a producer writes on OLD and a group reads there.
    case writtenAndRead = "written-and-read"
    /// Nobody writes; both groups have read `OLD.*` on NEW. The log of payments ends in transaction markers.
    case drainedWithMarkers = "drained-with-markers"
    /// The same clusters, and NEW's broker is stopped (SIGSTOP).
    case newFrozen = "new-frozen"
    /// MirrorMaker on a Connect cluster, as `east` and `west`, with `_` between alias and topic, set to begin at the
    /// latest record, paused; looked at with two addresses and nothing else.
    case pausedOnConnect = "paused-on-connect"

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Surveys")

    func bytes() throws -> [UInt8] {
        Array(try Data(contentsOf: Self.folder.appending(path: "\(rawValue).json")))
    }

    /// What its last look comes to now.
    func verdict() throws -> Verdict {
        let recording = try Recording.read(bytes(), file: rawValue)
        return try #require(try recording.assessments().last).verdict
    }
}

/// Surveys of real clusters, weighed again: what was seen there once must come to the same for ever.
@Suite struct ReplayTests {
    /// The conditions in a state.
    private func conditions(_ state: ConditionState, in verdict: Verdict) -> [Condition] {
        verdict.conditions.filter { $0.finding.state == state }.map(\.condition)
    }

    @Test("Traffic on the mirror blocks every gate, and names who writes and who reads")
    func writtenAndRead() throws {
        let verdict = try SavedSurvey.writtenAndRead.verdict()
        #expect(verdict.gates.map(\.state) == [.blocked, .blocked, .blocked])
        #expect(
            conditions(.fails, in: verdict)
                == [.sourceQuiet, .mirrorQuiet, .mirrorDrained, .sourceConsumed, .oldConsumersGone])
        // MirrorMaker's settings are not in it: what pairs span would have to be read.
        #expect(
            conditions(.unknown, in: verdict)
                == [.producersRetargeted, .mirrorGapless, .mirrorFaithful, .mirrorConsumed])
        #expect(
            verdict[.sourceQuiet]?.finding.offenders.map(\.subject) == ["orders-0", "orders-1"])
        #expect(verdict[.mirrorConsumed]?.finding.doubts.map(\.subject) == ["OLD.payments"])
    }

    @Test(
        "A drained mirror holds, for its log's last offset is proven to be a marker; its records were compared"
    )
    func drainedWithMarkers() throws {
        let verdict = try SavedSurvey.drainedWithMarkers.verdict()
        #expect(conditions(.fails, in: verdict) == [])
        #expect(conditions(.unknown, in: verdict) == [])
        #expect(verdict[.mirrorFaithful]?.finding.summary == "3 partitions compared")
        #expect(verdict.gates.map(\.state.name) == ["observing", "observing", "observing"])
    }

    @Test("A frozen broker of NEW makes unknown what was read there, and nothing else")
    func newFrozen() throws {
        let verdict = try SavedSurvey.newFrozen.verdict()
        #expect(
            conditions(.unknown, in: verdict)
                == [
                    .visibility, .mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful,
                    .mirrorConsumed,
                ])
        #expect(conditions(.fails, in: verdict) == [])
        #expect(verdict.gates.map(\.state) == [.unknown, .unknown, .unknown])
    }

    @Test(
        "On a Connect cluster MirrorMaker's word is enough: aliases, separator, what it leaves out, that it is paused"
    )
    func pausedOnConnect() throws {
        let recording = try Recording.read(SavedSurvey.pausedOnConnect.bytes(), file: "saved.json")
        #expect(
            recording.plan.mirror
                == MirrorPlan(
                    topicPrefix: "east_", offsetsTopic: "mirrormaker2-cluster-offsets",
                    configsTopic: "mirrormaker2-cluster-configs", statusTopic: "mirrormaker2-cluster-status"))
        let verdict = try SavedSurvey.pausedOnConnect.verdict()
        let drained = try #require(verdict[.mirrorDrained]?.finding)
        #expect(drained.offenders.count == 8, "what was written before the mirror began is on OLD alone")
        #expect(
            drained.doubts.map(\.exemption) == [
                .acceptedSetting(MirrorRisk(setting: .consumerReset, value: "latest")),
                .acceptedSetting(MirrorRisk(setting: .headerConverter, value: "not set")),
            ])
        #expect(
            drained.notes == [
                "east->west.MirrorSourceConnector is paused: it was asked to, and mirrors nothing",
                "tmp-x has no mirror east_tmp-x: MirrorMaker's topics.exclude leaves out tmp-.*",
            ])
        #expect(conditions(.fails, in: verdict) == [.mirrorDrained])
    }

    @Test("Every saved survey is replayed, and holds nobody's address")
    func allAreUsed() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: SavedSurvey.folder.path)
        #expect(files.sorted() == SavedSurvey.allCases.map { "\($0.rawValue).json" }.sorted())
        for saved in SavedSurvey.allCases {
            let text = String(decoding: try saved.bytes(), as: UTF8.self)
            let hosts = Set(text.matches(of: /"host":"\/?([^"]*)"/).map { String($0.output.1) })
            #expect(hosts == ["127.0.0.1"])
        }
    }

    @Test("However long ago a gate's window was complete, weighed again it is not safe")
    func neverSafe() throws {
        let document = GatesDocument(
            replayed: Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan)
        #expect(document.gates.map(\.state) == [.unknown, .unknown, .unknown])
        #expect(document.gates.allSatisfy { !$0.safe && $0.safeSince == nil })
    }
}
