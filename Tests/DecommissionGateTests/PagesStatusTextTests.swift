import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct PagesStatusTextTests {
    private func text(_ assessment: Assessment, age: Int64 = 12, colour: Bool = false) -> String {
        StatusText.render(
            GatesDocument(assessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(age)),
            colour: colour)
    }

    @Test(arguments: [("status.txt", Int64(12)), ("status.stale.txt", 4000)])
    func textIsTheGoldenFile(name: String, age: Int64) throws {
        let text = text(Fixture.assessment, age: age)
        if let folder = ProcessInfo.processInfo.environment["GOLDEN_FOLDER"] {
            try text.write(to: URL(filePath: folder).appending(path: name), atomically: true, encoding: .utf8)
            return
        }
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
    }

    @Test func colourIsThereOnlyWhereAskedAndChangesNoWord() {
        let plain = text(Fixture.assessment)
        let coloured = text(Fixture.assessment, colour: true)
        #expect(!plain.contains("\u{1b}") && coloured.contains("\u{1b}[1;31m"))
        #expect(coloured.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
    }

    /// A group may be called anything, also what makes a terminal do things.
    @Test func namesCannotBreakTheLineOrCommandTheTerminal() {
        var assessment = Fixture.assessment
        let name = "evil\n  mirror_maker    SAFE\u{1b}[2J\u{202e}"
        assessment.verdict.conditions = [
            Fixture.condition(
                .sourceQuiet, offenders: [Offender(name, name)],
                doubts: [Doubt(name, Cause(.malformed, name))])
        ]
        let text = text(assessment)
        #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"))
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("  mirror_maker    SAFE") })
    }

    @Test func manyDoubtsOfOneKindHaveTheirMendOnce() {
        var assessment = Fixture.assessment
        let cause = Cause(.leaderless, "end offset: leader not available")
        let doubts = (0..<30).map { Doubt("orders-\($0)", cause) }
        assessment.verdict.conditions = [Fixture.condition(.sourceQuiet, doubts: doubts)]
        let text = text(assessment)
        #expect(text.components(separatedBy: "-> \(cause.remedy)").count == 2)
        #expect(text.contains("orders-0 and 29 more  end offset: leader not available"))
    }

    /// A condition's name and what was looked at are two columns, however long the name is.
    @Test func noNameRunsIntoItsSummary() {
        for condition in Condition.allCases {
            #expect(text(Fixture.assessment).contains(" \(condition.rawValue)  "))
        }
    }

    @Test func aClusterThatIsDownIsExplainedOnceAndPointedToFromEachCondition() {
        let cause = Cause(.unreachable, "metadata: connection refused")
        var survey = Fixture.survey
        survey.old = ClusterSurvey(alias: "OLD", nothingReadable: cause)
        var assessment = Fixture.assessment
        assessment.verdict.conditions = [.visibility, .sourceQuiet].map { name in
            Fixture.condition(
                name,
                doubts: [
                    Doubt("OLD", cause), Doubt("group billing", cause),
                    Doubt("OLD", Cause(.notAuthorized, "a DENY cannot be ruled out: \(cause.detail)")),
                ])
        }
        let document = GatesDocument(assessment, of: survey, under: Fixture.plan, age: .seconds(12))
        let text = StatusText.render(document, colour: false)
        #expect(text.components(separatedBy: cause.detail).count == 2, "\(text)")
        #expect(text.contains("  OLD cannot be read: \(cause.detail)\n    -> \(cause.remedy)"))
        #expect(text.components(separatedBy: "OLD  cannot be read, as said above").count == 3)
        let page = String(decoding: LandingPage(document).render().filled(with: ""), as: UTF8.self)
        #expect(page.components(separatedBy: "OLD</code></a> cannot be read, as said above").count == 3)
    }

    @Test func beforeTheFirstSurveyNothingIsCalledStale() {
        let text = StatusText.render(GatesDocument(unsurveyed: Fixture.plan), colour: false)
        #expect(text.contains("UNKNOWN: no survey has ended yet") && !text.contains("STALE"))
    }

    @Test("A fresh survey that cannot be kept opens nothing, and the glance says why and what to do")
    func nothingIsKept() {
        let cause = Cause(.refused, "journal.sqlite: the disk is full", remedy: "make room on its disk")
        let document = GatesDocument(
            Fixture.assessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12))
        let text = StatusText.render(document.withoutVerdict(because: cause), colour: false)
        #expect(text.contains("UNKNOWN: journal.sqlite: the disk is full; make room on its disk"))
        #expect(!text.contains("STALE"))
    }

    @Test func staleIsLoudAndNeverSafe() {
        let text = text(Fixture.safeAssessment, age: 91)
        #expect(text.contains("STALE") && !text.contains("SAFE ") && text.contains("UNKNOWN"))
    }

    @Test("No day is named for as long as something is unknown: its end is not known either")
    func unknownHasNoDate() throws {
        #expect(
            text(Fixture.assessment).contains("Earliest safe: 24 h after what is unknown above is mended"))
        var assessment = Fixture.assessment
        for index in assessment.verdict.gates.indices { assessment.verdict.gates[index].unknown = [] }
        #expect(text(assessment).contains("Earliest safe: 2026-11-26 10:00 UTC (24 h), if nothing moves"))
    }

    @Test("Records that were lost come back with no time: no day is named for as long as they are missing")
    func lossHasNoDate() throws {
        var assessment = Fixture.assessment
        for index in assessment.verdict.gates.indices {
            assessment.verdict.gates[index].unknown = []
            assessment.verdict.gates[index].failing = [.mirrorGapless]
        }
        #expect(text(assessment).contains("Earliest safe: 24 h after what fails above is mended, if nothing"))
    }

    @Test func safeSaysWhatMayBeDone() {
        let text = text(Fixture.safeAssessment)
        for gate in Gate.allCases { #expect(text.contains("UTC: you may \(gate.allows)")) }
    }

    @Test("A window that was shortened to try this out is told of wherever a gate is safe")
    func shortWindow() throws {
        var document = GatesDocument(
            Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12))
        for index in document.gates.indices { document.gates[index].windowSeconds = 60 }
        let said = ", after a window of only 1 m: you may stop"
        #expect(StatusText.render(document, colour: false).contains(said))
        #expect(GateCheck(.mirrorMaker, in: document).line.contains(said))
    }

    @Test("A setting with a long name leaves what MirrorMaker says of it in its column")
    func longSetting() {
        let name = "target.cluster.offset.flush.interval.ms"
        var document = GatesDocument(
            Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12))
        document.mirror.settings = [
            MirrorSettingDocument(setting: name, inForce: nil, found: "5000", contradicts: false)
        ]
        let lines = MirrorLines.lines(document.mirror)
        let title = lines.first { $0.hasSuffix("MirrorMaker says") }
        let row = lines.first { $0.contains(name) }
        #expect(title?.dropLast("MirrorMaker says".count).count == row?.dropLast("5000".count).count)
    }
}
