import Digest
import Quiescence
import Testing

@testable import DecommissionGate

/// Reports of the small world.
enum ReportFixture {
    static let digest: Report.Digest = { Fingerprint(try SHA256.digest(of: $0)).hexadecimal }

    static func sealed(
        _ gate: Gate = .oldBrokers, of assessment: Assessment = Fixture.safeAssessment,
        _ survey: Survey = Fixture.survey, _ settings: Press.Settings = Fixture.settings, age: Int64 = 12
    ) throws -> SealedReport {
        let issue = try Fixture.edition(assessment, survey, settings)
            .issue(at: Fixture.later(age), isWithdrawn: false)
        return try #require(try issue.report(on: gate))
    }

    /// Of a world whose names do their worst.
    static func hostile() throws -> SealedReport {
        var (assessment, survey) = (Fixture.assessment, Fixture.survey)
        for (index, name) in hostileNames.enumerated() {
            let topic = TopicName(rawValue: name)
            assessment.topics.append(
                TopicAccount(
                    side: .new, name: topic, role: index.isMultiple(of: 2) ? .mirror : .excluded,
                    reason: name, end: .known(1), appended: 0, lastAppend: .absent, mirrorLag: .absent,
                    observedTarget: .absent))
            assessment.groups.append(
                GroupAccount(
                    side: .new, name: GroupName(rawValue: name), phase: .onNew, members: .known(0),
                    excluded: name, topics: []))
        }
        assessment.verdict.conditions[1].finding.offenders += hostileNames.map { Offender($0, $0) }
        assessment.verdict.conditions[1].finding.notes = hostileNames
        survey.new.alias = "NEW"
        return try sealed(.oldBrokers, of: assessment, survey)
    }

    static let hostileNames = [
        "<script>alert(1)</script>", "a|b", "back`tick``s", "\\|", "line\nbreak", "1. one", "- item",
        "# head",
        "![i](http://x/i.png)", "*a* _b_ ~~c~~", "&lt;b&gt;", "| --- |", "\u{202E}desrever", "@team", "'\"",
        "http://x/y", "[x]: y", "***", "> quote", "    code", "+ plus", "=", "<!-- -->", "www.x.y",
    ]
}

@Suite struct ReportTests {
    private func text(_ format: ReportFormat, _ sealed: SealedReport) -> String {
        String(decoding: format.bytes(of: sealed), as: UTF8.self)
    }

    @Test("Two reports of one survey are equal bytes, whenever they are asked for while it counts")
    func deterministic() throws {
        #expect(try ReportFixture.sealed(age: 1).bytes == ReportFixture.sealed(age: 90).bytes)
    }

    @Test(
        "A report that is read back is the report that was written, and all of it fits together",
        arguments: Gate.allCases)
    func readBack(gate: Gate) throws {
        // The hand-made world's last gate is open although a condition fails; the proof finds that.
        let worlds = [Fixture.safeAssessment] + (gate == .oldBrokers ? [] : [Fixture.assessment])
        for assessment in worlds {
            for age in [12, 91] as [Int64] {
                let sealed = try ReportFixture.sealed(gate, of: assessment, age: age)
                let read = try SealedReport(reading: sealed.bytes, digest: ReportFixture.digest)
                #expect(read == sealed)
                #expect(try read.firstFlaw(digest: ReportFixture.digest) == nil)
            }
        }
    }

    @Test("The report goes stale with everything else: a survey that is too old leaves no gate safe in it")
    func stale() throws {
        let report = try ReportFixture.sealed(age: 91).report
        #expect(report.stale && report.judged?.state == .unknown)
        #expect(report.answer.hasPrefix("NOT SAFE, UNKNOWN: no survey counts"))
        #expect(report.conditions.allSatisfy { $0.state == .unknown })
        let page = text(.markdown, try ReportFixture.sealed(age: 91))
        #expect(
            page.ranges(of: "the last survey is older than").count == 1, "said once, not of every condition")
    }

    @Test("Before the first survey there is a report, too, and nothing in it is safe")
    func unsurveyed() throws {
        let issue = Fixture.press().firstEdition(process: ProcessFigures())
            .issue(at: Fixture.surveyed, isWithdrawn: false)
        let sealed = try #require(try issue.report(on: .mirrorMaker))
        #expect(try sealed.firstFlaw(digest: ReportFixture.digest) == nil)
        #expect(sealed.report.answer.contains("no survey has ended yet"))
    }

    @Test("Where evidence could not be kept, the report says it, and its gate is unknown")
    func notKept() throws {
        var press = Fixture.press()
        press.evidence = .failing(Cause(.refused, "disk full"), press.evidence.figures)
        let edition = press.edition(
            of: Fixture.survey, Fixture.safeAssessment, requests: RequestCounts(), process: Fixture.process)
        let issue = edition.issue(at: Fixture.later(1), isWithdrawn: false)
        let sealed = try #require(try issue.report(on: .oldBrokers))
        #expect(try sealed.firstFlaw(digest: ReportFixture.digest) == nil)
        #expect(sealed.report.answer.contains("the evidence could not be kept"))
        #expect(text(.markdown, sealed).contains("this survey is not in it"))
    }

    @Test("What is left out stands in the report by name, with the configuration's reason for each")
    func scope() throws {
        var assessment = Fixture.safeAssessment
        assessment.groups[2].excluded = "people looking"
        let sealed = try ReportFixture.sealed(of: assessment)
        for form in [text(.markdown, sealed), text(.html, sealed)] {
            for words in ["tmp", "people looking", "scratch", "topics.exclude"] {
                #expect(form.contains(words), "\(words)")
            }
        }
        let excluded = sealed.report.groups.filter { $0.excluded != nil }
        #expect(excluded.map(\.excluded) == ["people looking"])
    }

    @Test("The report of a gate that is not safe says so first, in every form for people")
    func notSafeFirst() throws {
        let sealed = try ReportFixture.sealed(.mirrorMaker, of: Fixture.assessment)
        let lines = text(.markdown, sealed).split(separator: "\n")
        #expect(lines[1].hasPrefix("> **NOT SAFE"), "\(lines[1])")
        #expect(text(.html, sealed).contains("</h1><p class=\"alarm\">NOT SAFE, BLOCKED by source_quiet"))
    }

    @Test("A demo's report is marked in every form")
    func demo() throws {
        let sealed = try ReportFixture.sealed(
            .oldBrokers, of: Fixture.safeAssessment, Fixture.survey, Fixture.demoSettings)
        for format in ReportFormat.allCases {
            #expect(text(format, sealed).uppercased().contains("DEMO"), "\(format)")
        }
        #expect(text(.json, sealed).contains("\"demo\":true"))
    }

    @Test("The forms for people name the digest of the one in JSON, which is its last member")
    func digest() throws {
        let sealed = try ReportFixture.sealed()
        #expect(text(.json, sealed).hasSuffix(",\"digest\":\"\(sealed.digest)\"}\n"))
        #expect(text(.markdown, sealed).contains(sealed.digest))
        #expect(text(.html, sealed).contains(sealed.digest))
    }

    @Test("The digest of the plan is that of the event which the journal keeps of it")
    func planDigest() throws {
        let event = try KeptEvent("plan", Fixture.plan)
        #expect(try ReportFixture.sealed().report.planSha256 == ReportFixture.digest(Array(event.body.utf8)))
    }

    @Test("Offsets stand by partition, and one that could not be read stands as null")
    func offsets() throws {
        for (offsets, text) in [([1, nil, 3], "[1,null,3]\n"), ([1, 2], "[1,2]\n"), ([], "[]\n")]
            as [([Int64?], String)]
        {
            let bytes = try JSON.bytes(ReportedOffsets(offsets))
            #expect(String(decoding: bytes, as: UTF8.self) == text)
            #expect(try JSON.read(ReportedOffsets.self, from: bytes) == ReportedOffsets(offsets))
        }
    }

    @Test("A part of a sum that is missing, or a sum beyond 64 bits, is no sum")
    func sums() {
        func end(_ offsets: [Int64?]) -> Int64? { ReportedOffsets(offsets).sum }
        #expect(end([1, 2]) == 3)
        #expect(end([]) == 0)
        #expect(end([1, nil]) == nil)
        #expect(end([.max, 1]) == nil)
    }
}
