import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct PagesDocumentTests {
    private var document: GatesDocument {
        GatesDocument(Fixture.assessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12))
    }

    private func object(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func aGateHasTheShapeOfItsContract() throws {
        let gate = try #require(document[.mirrorTopics])
        let bytes = try JSON.bytes(SingleGateDocument(gate, in: document))
        let json = try object(AgedBytes(object: bytes).filled(with: "12.1"))
        #expect(
            Set(json.keys).isSuperset(of: [
                "gate", "state", "safe", "window_seconds", "observed_seconds", "earliest_safe_at",
                "surveyed_at",
                "survey_age_seconds", "conditions", "notice", "stale",
            ]))
        #expect(json["gate"] as? String == "mirror_topics" && json["safe"] as? Bool == false)
        #expect(json["window_seconds"] as? Double == 86_400 && json["survey_age_seconds"] as? Double == 12.1)
        #expect(json["surveyed_at"] as? String == "2026-11-25T10:00:00Z")
        let conditions = try #require(json["conditions"] as? [[String: Any]])
        #expect(conditions.count == 9, "those that this gate needs and that are judged")
        for condition in conditions {
            #expect(
                Set(condition.keys).isSuperset(of: [
                    "condition", "state", "since", "observed_seconds", "summary", "cause", "offenders",
                    "offenders_total", "waivers",
                ]))
        }
        let first = try #require(conditions.first)
        #expect(first["condition"] as? String == "source_quiet", "what fails comes first")
        #expect(first["cause"] is NSNull, "null, not left out")
        let offenders = try #require(first["offenders"] as? [[String: Any]])
        #expect(offenders.map { $0["subject"] as? String } == ["orders", "audit-weekly"], "by size")
        #expect(Set(try #require(offenders.first).keys) == ["subject", "detail", "since", "exemption"])
    }

    @Test func everyUnknownSaysWhyAndWhatToDo() throws {
        for unknown
            in (document.conditions + document.onceStale(under: Timing()).conditions
            + GatesDocument(unsurveyed: Fixture.plan).conditions) where unknown.state == .unknown
        {
            let cause = try #require(unknown.cause)
            #expect(!cause.kind.isEmpty && !cause.detail.isEmpty && !cause.whatToDo.isEmpty)
        }
        #expect(document[.mirrorConsumed]?.cause?.subject == "group billing")
    }

    @Test func whatIsNotJudgedIsSaidOfEveryGate() throws {
        #expect(document.notice == Verdict.caveat)
        let read = String(decoding: LandingPage(document).render().filled(with: ""), as: UTF8.self)
        #expect(read.contains(Verdict.caveat))
        let text = StatusText.render(document, colour: false)
        #expect(text.replacing(/\s+/, with: " ").contains(Verdict.caveat))
    }

    @Test("A reader that commits nothing leaves no trace, and document, page and text say so")
    func readersWithoutAGroup() {
        let words = "Readers that commit nothing to Kafka"
        let safe = GatesDocument(
            Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan, age: .zero)
        let page = String(decoding: LandingPage(safe).render().filled(with: ""), as: UTF8.self)
        let text = StatusText.render(safe, colour: false).replacing(/\s+/, with: " ")
        for said in [safe.notice, page, text] { #expect(said.contains(words), "\(said)") }
    }

    @Test("A group of any spelling is found again in the JSON of the groups")
    func oddGroups() throws {
        let rows = Lists(Fixture.assessment, Fixture.survey).groups
        let list = ListDocument(
            demo: false, surveyAgeSeconds: nil, surveyedAt: nil, stale: false, total: rows.count, offset: 0,
            limit: 100, items: rows)
        let items = try #require(try object(JSON.bytes(list))["items"] as? [[String: Any]])
        let names = Set(items.compactMap { $0["group"] as? String })
        #expect(names.isSuperset(of: [Fixture.oddGroup.rawValue, Fixture.scriptGroup.rawValue]))
    }

    @Test func theEarliestTimeIsThatOfTheSlowestCondition() throws {
        #expect(document[.oldBrokers]?.remainingSeconds == 35_220)
        #expect(
            document[.mirrorMaker]?.remainingSeconds == 86_430,
            "a failing clock begins anew, then a confirmation")
        #expect(document[.mirrorMaker]?.earliestSafeAt?.description == "2026-11-26T10:00:30Z")
        #expect(
            GatesDocument(Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan, age: .zero)[
                .oldBrokers]?.earliestSafeAt == nil)
    }

    @Test func allOffendersAreInTheDocument() throws {
        var assessment = Fixture.assessment
        assessment.verdict.conditions = [
            Fixture.condition(
                .sourceQuiet, offenders: (1...3000).map { Offender("t-\($0)", "moved", size: $0) })
        ]
        let many = GatesDocument(assessment, of: Fixture.survey, under: Fixture.plan, age: .zero)
        #expect(many[.sourceQuiet]?.offenders.count == 3000 && many[.sourceQuiet]?.offendersTotal == 3000)
        let text = StatusText.render(many, colour: false)
        #expect(text.contains("t-3000 ") && text.contains("t-2981 ") && !text.contains("t-2980 "))
        #expect(text.contains("and 2,980 more"))
    }

    @Test("2,500 silent partitions fill no page: a thousand are listed, and all are counted")
    func aServiceListsNoMoreThanAThousand() throws {
        var assessment = Fixture.assessment
        var finding = Finding(
            summary: "", offenders: (1...2500).map { Offender("t-\($0)", "moved", size: $0) },
            doubts: (1...2500).map { Doubt("d-\($0)", Cause(.timedOut, "no answer of d-\($0)")) })
        finding.notes = (1...2500).map { "note \($0)" }
        assessment.verdict.conditions = [Fixture.condition(.sourceQuiet)]
        assessment.verdict.conditions[0].finding = finding
        let pages = try Fixture.edition(assessment).fresh
        let read = try JSON.read(GatesDocument.self, from: pages.gates.filled(with: "1"))
        let condition = try #require(read[.sourceQuiet])
        #expect(condition.offenders.count == 1000 && condition.doubts.count == 1000)
        #expect(condition.notes.count == 1000 && condition.notesTotal == 2500)
        #expect(condition.offendersTotal == 2500 && condition.doubtsTotal == 2500)
        #expect(condition.offenders.first?.subject == "t-2500", "the largest are kept")
        #expect(
            try Fixture.series(pages.metrics).contains { $0.hasSuffix("{condition=\"source_quiet\"} 2500") })
        let page = String(decoding: pages.landing.filled(with: ""), as: UTF8.self)
        for text in [StatusText.render(read, colour: false), page] {
            #expect(text.split(separator: "and 2,480 more").count == 4, "\(text)")
        }
        #expect(Suggestions.yaml(for: read).contains("# 3,000 more are not listed here"))
    }

    @Test func aDocumentReadBackIsTheSame() throws {
        let read = try JSON.read(GatesDocument.self, from: JSON.bytes(document))
        #expect(read == document)
        #expect(StatusText.render(read, colour: true) == StatusText.render(document, colour: true))
    }

    @Test func exceptionsAreListedWithTheirReasons() {
        #expect(document.plan.rules.map(\.reason) == ["scratch <b>"])
        #expect(document.plan.rules.first?.pattern == "tmp-.*" && document.plan.rules.first?.name == nil)
    }

    @Test func timesOutsideOfAnyCalendarDoNoHarm() {
        for milliseconds in [Int64.min, -1, 0, 1, .max] {
            #expect(!Timestamp(WallTime(millisecondsSince1970: milliseconds)).description.isEmpty)
        }
        #expect(Timestamp(WallTime(millisecondsSince1970: -1)).description == "1969-12-31T23:59:59Z")
        #expect(throws: DecodingError.self) { try JSON.read([Timestamp].self, from: Array("[1]".utf8)) }
        #expect(throws: (any Error).self) { try JSON.read([Timestamp].self, from: Array("[\"noon\"]".utf8)) }
    }

    @Test func durationsAreWrittenInTheirTwoLargestUnits() {
        let words: [(Int64, String)] = [
            (0, "0 s"), (59, "59 s"), (60, "1 m"), (61, "1 m 1 s"), (3600, "1 h"), (86_400, "24 h"),
            (51_210, "14 h 13 m"), (172_800, "48 h"), (172_801, "2 d"), (604_800, "7 d"), (-61, "-1 m 1 s"),
        ]
        for (seconds, text) in words { #expect(Words.duration(.seconds(seconds)) == text) }
        #expect(!Words.duration(seconds: 1e300).isEmpty)
    }

    @Test("What is waived stands with its condition, its owner and its day, in document, glance and page")
    func waived() throws {
        let waiver = Waiver(
            condition: .mirrorFaithful, subject: "clickstream", reason: "sampled on purpose",
            owner: "data platform",
            until: WallTime(millisecondsSince1970: 1_796_083_200_000))
        var assessment = Fixture.safeAssessment
        let place = try #require(assessment.verdict.conditions.firstIndex { $0.condition == .mirrorFaithful })
        assessment.verdict.conditions[place].finding.waived = [
            Waived(subject: "clickstream-1", detail: "differs at 7", waiver: waiver),
            Waived(subject: "clickstream-0", detail: "differs at 3", waiver: waiver),
        ]
        let document = GatesDocument(assessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12))
        let waivers = document.conditions.flatMap(\.waivers)
        #expect(waivers.map(\.findings) == [["clickstream-0: differs at 3", "clickstream-1: differs at 7"]])
        #expect(waivers.map(\.owner) == ["data platform"] && "\(waivers[0].until)" == "2026-12-01T00:00:00Z")
        let words = "2 findings waived: clickstream, until 2026-12-01, by data platform: sampled on purpose"
        #expect(StatusText.render(document, colour: false).contains(words))
        var press = Fixture.press()
        press.evidence = .notWanted
        let edition = press.edition(
            of: Fixture.survey, assessment, requests: RequestCounts(), process: Fixture.process)
        let metrics = String(decoding: try edition.fresh.metrics.text.plain, as: UTF8.self)
        #expect(metrics.contains("\ndecommission_condition_waivers{condition=\"mirror_faithful\"} 1\n"))
    }
}
