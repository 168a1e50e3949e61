import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// Who, and where to read on: the lists of the status page.
@Suite struct PagesLandingListTests {
    private func page(
        _ assessment: Assessment = Fixture.assessment, match: String = "", demo: Bool = false
    ) -> String {
        var document = GatesDocument(
            fresh: assessment, of: Fixture.survey, under: Fixture.plan, listing: Press.listed)
        document.demo = demo
        let page = LandingPage(document, lists: Lists(assessment, Fixture.survey), match: match).render()
        let text = String(decoding: page.filled(with: ""), as: UTF8.self)
        return text.replacing(/<(script|style)>[\s\S]*?<\/(script|style)>/, with: "")
    }

    private func gated(_ states: [GateState]) -> Assessment {
        var assessment = Fixture.safeAssessment
        for (index, state) in states.enumerated() { assessment.verdict.gates[index].state = state }
        return assessment
    }

    private func headline(_ states: GateState...) -> String? {
        page(gated(states)).firstMatch(of: /<h1[^>]*>([^<]*)</).map { String($0.output.1) }
    }

    @Test("The answer counts a safe gate only when those before it are safe: old brokers do not go first")
    func order() {
        let wait = GateState.observing(remaining: .seconds(60))
        #expect(
            headline(.safe, .safe, .safe)
                == "Yes: MirrorMaker 2, then the mirror topics, then the old brokers may go")
        #expect(
            headline(.safe, wait, .safe)
                == "In part: MirrorMaker 2 may go, the mirror topics and the old brokers must stay")
        #expect(headline(wait, .safe, .safe) == "No: nothing may be removed yet")
        #expect(headline(.blocked, .safe, .safe) == "No: nothing may be removed yet")
        #expect(headline(.unknown, .unknown, .unknown) == "Not known: nothing may be removed")
        #expect(
            page(gated([wait, .safe, .safe])).contains(
                "Its turn comes after mirror_maker, which is observing."))
        #expect(!page(Fixture.safeAssessment).contains("Its turn comes after"))
    }

    @Test("A demo says that it is one in the answer itself, and before the first survey nothing is known")
    func demo() {
        #expect(page(Fixture.safeAssessment, demo: true).contains("<h1 class=\"fresh\">DEMO: Yes"))
        let first = LandingPage(GatesDocument(unsurveyed: Fixture.plan)).render()
        #expect(
            String(decoding: first.filled(with: ""), as: UTF8.self).contains(">Not known: no survey counts<"))
    }

    @Test(
        "Each offender leads to the JSON of its topic, its group or its producer, whatever letters are in its name"
    )
    func links() {
        var assessment = Fixture.assessment
        let subjects = [
            "orders-0", "audit-weekly", "billing: orders-1", Fixture.scriptGroup.rawValue, "shop",
            "MirrorMaker",
            Fixture.oddGroup.rawValue,
        ]
        assessment.verdict.conditions = [
            Fixture.condition(.sourceQuiet, offenders: subjects.map { Offender($0, "x") })
        ]
        let page = page(assessment)
        for link in [
            "api/v1/topics?match=orders", "api/v1/topics?match=audit-weekly", "api/v1/groups?match=billing",
            "api/v1/producers?match=shop", "api/v1/gates", "api/v1/groups?match=quote%22back%5Cslash%0Arest",
            "api/v1/groups?match=%D0%B3%D1%80%D1%83%D0%BF%D0%BF%D0%B0%20%F0%9F%9A%80",
        ] {
            #expect(page.contains("<a href=\"\(link)\"><code>"), "\(link)")
        }
    }

    @Test("At most twenty are shown of every list, the rest is counted and in the JSON")
    func bounded() {
        var assessment = Fixture.assessment
        assessment.groups = Fixture.many(of: assessment.groups[0])
        assessment.verdict.conditions = [
            Fixture.condition(
                .oldConsumersGone,
                offenders: assessment.groups.map { Offender($0.name.rawValue, "has members") })
        ]
        let page = page(assessment)
        #expect(page.contains("<li>and 280 more</li>"))
        #expect(page.contains("20 of 300 are shown. <a href=\"api/v1/groups\">"))
        #expect(
            page.components(separatedBy: "<tr><th scope=\"row\">").count - 1 == 20 + 3 + 1 + 1,
            "groups, producers, written, excluded")
        let one = self.page(assessment, match: "BILLING-299")
        #expect(
            one.components(separatedBy: "has members").count == 2
                && one.contains("api/v1/groups?match=BILLING-299"))
    }

    @Test("What could not be read is never an empty cell, and what does not exist is not called unknown")
    func cells() throws {
        let page = page()
        let billing = try #require(
            page.firstMatch(of: /match=billing"><code>billing<\/code><\/a><\/th>(.*?)<\/tr>/)
        ).output.1
        let cells = billing.matches(of: /<td[^>]*>(.*?)<\/td>/).map { String($0.output.1) }
        let closed = "not known: offsets of group billing: not authorized"
        #expect(cells == ["both", "3", "100", "2026-11-25 09:59 UTC", closed, closed, "none"])
        #expect(page.contains("<td>not known</td><td>/etc/billing/kafka.properties does not exist</td>"))
        #expect(page.contains("2 source topics: 1 on both, 1 not known."))
    }

    @Test("What is looked for is text on the page, in its links and in its field")
    func matchIsText() throws {
        let match = "\"><script>alert(1)</script>&x"
        let page = page(match: match)
        #expect(!page.contains("<script") && !page.contains("\"><script"))
        #expect(page.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;x\""))
    }

    @Test("The router narrows the page by its query, ages it, and shows it whole for any other query")
    func routed() throws {
        let published = Published(try Fixture.edition(Fixture.assessment))
        func get(_ query: [QueryItem], age: Int64 = 12) -> String {
            let router = Router(published: published, clocks: FixedClock(moment: Fixture.later(age)))
            let request = HTTPRequest(method: "GET", path: "/", query: query)
            return String(decoding: router.respond(to: request).body, as: UTF8.self)
        }
        let whole = get([])
        #expect(get([QueryItem(name: "utm", value: "x")]) == whole && whole.contains("data-age=\"12.0\""))
        let narrow = get([QueryItem(name: "match", value: "audit")])
        #expect(
            narrow.contains("only what has “audit” in it is listed") && narrow.contains("data-age=\"12.0\""))
        #expect(!narrow.contains("match=billing") && whole.contains("match=billing"))
        let stale = get([QueryItem(name: "match", value: "audit")], age: 91)
        #expect(
            stale.contains("data-stale") && stale.contains(">STALE: ")
                && !stale.contains("<span>blocked</span>"))
    }

    @Test(
        "Text of any kind leaves the builder as text on one line",
        arguments: [
            ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("a\nb\u{0}", "a\\nb\\0"), ("\u{202E}x", "\\u{202E}x"),
            ("&lt;", "&amp;lt;"), ("группа 🚀", "группа 🚀"),
        ])
    func escaped(text: String, bytes: String) {
        var page = HTML()
        page.element("p", Attribute("title", text), text: text)
        #expect(String(decoding: page.bytes, as: UTF8.self) == "<p title=\"\(bytes)\">\(bytes)</p>")
    }
}

private struct FixedClock: Clocks {
    var moment: Moment
    func now() -> Moment { moment }
}
