import DecommissionGate
import Foundation
import Quiescence
import Synchronization
import TestKafka
import Testing

/// A page that stays open: it must not go on saying "safe" when nobody says so any more.
@Suite(.serialized, .enabled(if: Chromium.path != nil, Comment(rawValue: Chromium.skipReason)))
struct RenewalTests {
    private let saysSafe =
        "document.querySelector('h1').checkVisibility({visibilityProperty: true})"
        + " && document.querySelector('h1').textContent.startsWith('Yes')"
        + " && document.querySelector('.gate').checkVisibility({visibilityProperty: true})"
    private let isTakenBack =
        "document.title.startsWith('STALE') && document.getElementById('lost').checkVisibility()"
        + " && !document.querySelector('h1').checkVisibility({visibilityProperty: true})"
        + " && ![...document.querySelectorAll('.gate span')].some(e => e.checkVisibility({visibilityProperty: true}))"

    /// A page that says "safe", opened a moment ago.
    private func openSafe(
        _ stage: Stage, _ body: (Tab) async throws -> Void
    ) async throws {
        stage.show(.safe)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 1280, dark: false)
            try await tab.open(url)
            #expect(try tab.isTrue(saysSafe))
            try await body(tab)
        }
    }

    /// Lets a little time pass until the page has asked for itself.
    private func renew(_ tab: Tab, _ stage: Stage) async throws {
        let asked = stage.pages
        try await eventually("the page is asked for", every: .milliseconds(200)) {
            if stage.pages == asked { try tab.evaluate("pass(2)") }
            return stage.pages > asked
        }
    }

    @Test(
        "A service that answers no more, or a proxy in its place, takes the answer back; one that answers again restores it",
        arguments: [Stage.Manner.badGateway, .logIn])
    func noAnswer(manner: Stage.Manner) async throws {
        let stage = Stage()
        try await openSafe(stage) { tab in
            stage.behave(manner)
            try tab.evaluate("pass(80)")
            #expect(try tab.isTrue(saysSafe), "it counts for three intervals")
            try tab.evaluate("pass(10)")
            try await tab.wait(isTakenBack)
            stage.pass(.seconds(90))
            stage.show(.safe)
            stage.behave(.answers)
            try await renew(tab, stage)
            try await tab.wait("\(saysSafe) && document.getElementById('lost').textContent === ''")
            #expect(try tab.text("document.title").hasPrefix("safe / safe / safe"))
        }
    }

    @Test("A page that a cache made old before it was opened says nothing, however often it is loaded")
    func oldWhenOpened() async throws {
        for hours in [-2, 2] {
            let stage = Stage()
            stage.pass(.seconds(3600 * hours))
            stage.show(.safe)
            try await withBrowser(showing: stage) { tab, url in
                try tab.look(width: 1280, dark: false)
                for _ in 0..<2 {
                    try await tab.open(url)
                    try await tab.wait(isTakenBack)
                    #expect(
                        try tab.text("lost.textContent").contains(
                            hours < 0 ? "made 1 h 59 m ago" : "of the future"))
                }
            }
        }
    }

    @Test("A cache that hands out one old page for ever does not keep its answer young")
    func cached() async throws {
        let stage = Stage()
        try await openSafe(stage) { tab in
            for _ in 0..<9 {
                let asked = stage.pages
                try tab.evaluate("main.isFormer = true; pass(10)")
                try await tab.wait("!main.isFormer")
                #expect(stage.pages > asked)
            }
            try await tab.wait(isTakenBack)
        }
    }

    @Test("A machine that slept: the first look after it counts the time that only the wall clock has seen")
    func slept() async throws {
        let stage = Stage()
        try await openSafe(stage) { tab in
            stage.behave(.badGateway)
            let isBack = try tab.isTrue("sleep(3600), dispatchEvent(new Event('focus')), \(isTakenBack)")
            #expect(isBack, "at once, not at the next tick")
            #expect(try tab.text("age.textContent").hasPrefix("Surveyed 1 h 0 m ago"))
            // Neither does a clock that is set back make it young again.
            #expect(try tab.isTrue("sleep(-9e6), dispatchEvent(new Event('focus')), \(isTakenBack)"))
        }
    }

    @Test("A survey older than one that was seen is not believed, however young it says it is")
    func olderSurvey() async throws {
        let stage = Stage()
        stage.show(.safe)
        stage.show(.blocked)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 1280, dark: false)
            try await tab.open(url)
            try tab.evaluate("document.querySelector('h1').textContent")
            let older = Stage()
            older.show(.safe)
            stage.defer(to: older)
            try tab.evaluate("pass(10)")
            try await tab.wait("age.textContent.includes('no newer answer comes')")
            #expect(try tab.text("document.title").hasPrefix("blocked"), "what was seen stays for its time")
            try tab.evaluate("pass(100)")
            try await tab.wait("document.title.startsWith('STALE')")
            #expect(try !tab.isTrue(saysSafe))
        }
    }

    @Test("Renewing keeps what was opened, shut, typed, scrolled to and held, and says a new answer once")
    func keepsItsPlace() async throws {
        let stage = Stage()
        stage.show(.blocked)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 390, dark: false)
            try await tab.open(url)
            try tab.evaluate(
                """
                document.getElementById('condition-visibility').open = true;
                document.getElementById('condition-mirror_consumed').open = false;
                match.value = 'half a na';
                document.getElementById('groups-table').scrollLeft = 40;
                document.querySelector('#condition-visibility summary').focus();
                scrollTo(0, 900); window.isSame = true;
                """)
            stage.show(.observing)
            try await renew(tab, stage)
            try await tab.wait("document.title.startsWith('observing')")
            for kept in [
                "window.isSame", "document.getElementById('condition-visibility').open",
                "!document.getElementById('condition-mirror_consumed').open",
                "!document.getElementById('condition-source_quiet').open", "match.value === 'half a na'",
                "document.getElementById('groups-table').scrollLeft === 40", "scrollY === 900",
                "document.activeElement.parentElement.id === 'condition-visibility'",
                "said.textContent === 'Now: observing / observing / observing'",
            ] {
                #expect(try tab.isTrue(kept), "\(kept)")
            }
            #expect(try tab.complaints == [])
        }
    }

    @Test("Whoever marks text keeps it while the answer stays, and loses it once there is another answer")
    func marked() async throws {
        let stage = Stage()
        stage.show(.blocked)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 1280, dark: false)
            try await tab.open(url)
            try tab.evaluate("getSelection().selectAllChildren(document.querySelector('h2'))")
            stage.show(.blocked)
            try await renew(tab, stage)
            try await renew(tab, stage)
            #expect(try tab.text("getSelection().type") == "Range")
            stage.show(.observing)
            try await renew(tab, stage)
            try await tab.wait("document.title.startsWith('observing')")
        }
    }

    @Test("An alarm that stands is said once, not with every renewal")
    func alarmOnce() async throws {
        let stage = Stage()
        stage.show(.safe)
        stage.age.withLock { $0 = .seconds(7200) }
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 1280, dark: false)
            try await tab.open(url)
            #expect(try tab.isTrue("!!document.querySelector('main [role=alert]')"))
            try tab.evaluate("main.isFirst = true")
            try await renew(tab, stage)
            try await tab.wait("!main.isFirst")
            #expect(try tab.isTrue("!document.querySelector('main [role=alert]')"))
            #expect(
                try tab.isTrue("main.querySelector('.alarm:not(.expired)').textContent.startsWith('STALE')"))
        }
    }

    @Test("Without scripts the page asks for itself anew")
    func withoutScripts() async throws {
        let stage = Stage()
        var plan = Scene.plan
        plan.timing.interval = .seconds(1)
        stage.show(.safe, under: plan)
        try await withBrowser(showing: stage) { tab, url in
            try tab.browser.send("Emulation.setScriptExecutionDisabled", ["value": true])
            try tab.browser.send("Page.navigate", ["url": url])
            try await eventually("it is loaded a third time") { stage.pages >= 3 }
        }
    }

    @Test("Where neither script nor reload renews the page, its style sheet takes the answer back")
    func byStyleAlone() async throws {
        let stage = Stage()
        stage.behave(.stripsScripts)
        try await openSafe(stage) { tab in
            let expired = "document.querySelector('.expired').checkVisibility({visibilityProperty: true})"
            func pass(_ milliseconds: Int) throws {
                try tab.evaluate(
                    "document.getAnimations().forEach(a => { a.pause(); a.currentTime = \(milliseconds) })")
            }
            try pass(89_900)
            #expect(try tab.isTrue("\(saysSafe) && !\(expired)"))
            try pass(90_100)
            #expect(try tab.isTrue("\(expired) && !(\(saysSafe))"))
            #expect(
                try tab.isTrue(
                    "!document.querySelector('.gate .state').checkVisibility({visibilityProperty: true})"))
        }
    }
}
