import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct PagesLandingTests {
    private func page(
        _ assessment: Assessment = Fixture.assessment, age: Duration = .seconds(12), match: String = ""
    ) -> String {
        let document = GatesDocument(assessment, of: Fixture.survey, under: Fixture.plan, age: age)
        let lists = Lists(assessment, Fixture.survey)
        let page = LandingPage(document, lists: lists, match: match).render()
        return String(decoding: page.filled(with: LandingPage.age(age, of: document)), as: UTF8.self)
    }

    /// Without the text of its own script and style sheets.
    private func markup(_ page: String) -> String {
        page.replacing(/<(script|style)>[\s\S]*?<\/(script|style)>/, with: "")
    }

    @Test func noNameBecomesMarkup() {
        var assessment = Fixture.assessment
        let name = "<script>alert('1')</script>\" onload=\"x&amp;"
        assessment.verdict.conditions = [
            Fixture.condition(
                .sourceQuiet, offenders: [Offender(name, name)],
                doubts: [Doubt(name, Cause(.malformed, name))])
        ]
        let page = markup(page(assessment))
        #expect(!page.contains("<script") && !page.contains("\" onload") && page.contains("&lt;script&gt;"))
        #expect(page.contains("x&amp;amp;"), "what looks escaped is text too")
        #expect(page.contains("scratch &lt;b&gt;"))
    }

    /// Works under a sub-path and without a network: nothing is loaded, links are relative.
    @Test func pageStandsAlone() throws {
        let page = page()
        let links = page.matches(of: /(?:href|src|action)="([^"]*)"/).map { String($0.output.1) }
        #expect(links.contains("metrics") && links.contains("api/v1/gates"))
        #expect(links.allSatisfy { !$0.hasPrefix("/") && (!$0.contains(":") || $0 == "data:,") })
        #expect(page.components(separatedBy: "<script").count == 2, "its own, at the end")
        #expect(!page.contains("style=") && !page.contains("url(") && !page.contains("import"))
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/python3"), "python3 is not installed"))
    func policyAllowsExactlyTheScriptAndTheStyleSheetsOfThePage() throws {
        let program = """
            import base64, hashlib, sys
            print(base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode(), end="")
            """
        func hash(_ text: Substring) throws -> String {
            "'sha256-\(try Tool.python(program, input: Array(text.utf8)).output)'"
        }
        let page = page()
        let styles = try page.matches(of: /<style>([\s\S]*?)<\/style>/).map { try hash($0.output.1) }
        let scripts = try page.matches(of: /<script>([\s\S]*?)<\/script>/).map { try hash($0.output.1) }
        #expect(styles.count == 2 && scripts.count == 1)
        let policy = LandingPage.contentSecurityPolicy
        #expect(policy.contains("style-src \(styles.joined(separator: " "));"))
        #expect(policy.contains("script-src \(scripts.joined(separator: " "));"))
        #expect(policy.hasPrefix("default-src 'none';") && !policy.contains("unsafe"))
        #expect(ReportPage.contentSecurityPolicy.contains("style-src \(styles[0]);"))
        #expect(!ReportPage.contentSecurityPolicy.contains("script-src"))
    }

    @Test func elementsAreClosedInTheirOrder() throws {
        var open: [Substring] = []
        for tag in markup(page()).matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
            if tag.output.1.isEmpty {
                if !["meta", "link", "input"].contains(tag.output.2) { open.append(tag.output.2) }
            } else {
                #expect(open.popLast() == tag.output.2)
            }
        }
        #expect(open == [])
    }

    @Test func staleIsLoudAndNeverSafe() {
        let page = page(Fixture.safeAssessment, age: .seconds(91))
        #expect(page.contains("role=\"alert\">STALE") && !page.contains(">safe<"))
        #expect(page.contains(">Not known: no survey counts<") && !page.contains("may go"))
        #expect(self.page(Fixture.safeAssessment).contains("<span>safe</span>"))
    }

    @Test("A fresh survey that cannot be kept opens nothing, and the page says why first")
    func nothingIsKept() {
        let cause = Cause(.refused, "journal.sqlite: the disk is full", remedy: "make room on its disk")
        let document = GatesDocument(
            Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12)
        ).withoutVerdict(because: cause)
        let page = String(decoding: LandingPage(document).render().filled(with: ""), as: UTF8.self)
        #expect(
            page.contains(
                "Nothing counts: journal.sqlite: the disk is full. What to do: make room on its disk"))
        #expect(!page.contains("<span>safe</span>"))
    }

    @Test("The gates are numbered in the order of removal, and a safe one names its window")
    func orderAndWindow() {
        let page = page(Fixture.safeAssessment)
        let headings = page.matches(of: /<h3>([0-9]\. [a-z_]+)</).map { String($0.output.1) }
        #expect(headings == ["1. mirror_maker", "2. mirror_topics", "3. old_brokers"])
        #expect(page.components(separatedBy: "held for the whole window of 24 h").count == 4)
        #expect(!self.page().contains("for the whole window"), "no gate is safe there")
    }

    @Test("A gate with something unknown names no day")
    func unknownHasNoDate() {
        let page = page()
        #expect(page.contains("Earliest 24 h after what is unknown above is mended"))
        #expect(page.contains("Earliest 2026-11-26 10:00 UTC (24 h), if nothing moves from now on"))
    }

    @Test func unknownSaysWhatToDo() {
        #expect(page().contains("What to do: wait for the group coordinator"))
    }
}
