import DecommissionGate
import Foundation
import HTTPServer
import Synchronization
import TestHTTP
import Testing

/// The status page in a real browser: what it looks like, and what it may not do.
@Suite(.serialized, .enabled(if: Chromium.path != nil, Comment(rawValue: Chromium.skipReason)))
struct StatusPageTests {
    /// Where pictures of every state are kept, for people to look at; nil for nowhere.
    private static let album = ProcessInfo.processInfo.environment["SCREENSHOTS"]

    private func lines(_ tab: Tab, _ judgement: String) throws -> [String] {
        try tab.evaluate(judgement) as? [String] ?? ["no answer"]
    }

    private func check(_ tab: Tab, _ place: Comment) throws {
        #expect(try lines(tab, Judgements.overflows) == [], place)
        #expect(try lines(tab, Judgements.weakContrasts) == [], place)
        #expect(try lines(tab, Judgements.obstacles) == [], place)
        #expect(try tab.complaints == [], place)
    }

    @Test(
        "In every state, on a desk and a phone, by day and night: the state is read, nothing is cut off, pale or loaded",
        arguments: ["blocked", "observing", "safe", "unknown", "stale", "first"])
    func everyState(name: String) async throws {
        let stage = Stage(history: try Yesterday.history())
        if name != "first" { stage.show(name == "stale" ? .safe : try #require(Scene(rawValue: name))) }
        if name == "stale" { stage.age.withLock { $0 = .seconds(7200) } }
        try await withBrowser(showing: stage) { tab, url in
            var grounds: Set<String> = []
            for (width, dark) in [(1280, false), (1280, true), (390, false), (390, true)] {
                let place: Comment = "\(name), \(width) px, \(dark ? "dark" : "light")"
                try tab.look(width: width, dark: dark)
                try await tab.open(url)
                let state = ["stale", "first"].contains(name) ? "unknown" : name
                let expected = Array(repeating: state.uppercased(), count: 3).joined(separator: " ")
                #expect(try tab.text(Judgements.statesShown) == expected, place)
                let isLoud = try tab.isTrue(
                    "[...document.querySelectorAll('main [role=alert]')].some(e => e.checkVisibility())")
                #expect(isLoud == ["stale", "first"].contains(name), place)
                try check(tab, place)
                #expect(Set(tab.requests.filter { !$0.hasPrefix("data:") }) == [url], place)
                grounds.insert(try tab.text("getComputedStyle(document.body).backgroundColor"))
                if let album = Self.album {
                    try tab.photograph("\(album)/\(name)-\(width)-\(dark ? "dark" : "light").png")
                }
            }
            #expect(grounds.count == 2, "day and night look the same")
        }
    }

    @Test("The checks see what they look for: a page that does all of it wrong is found wrong")
    func theChecksCanFail() async throws {
        let page = """
            <h2>x</h2><p style="color:#999;background:#fff">pale</p><div id=a></div><div id=a>\(String(repeating: "<p>text ", count: 20))</div>
            <div class=wide>wide</div><style>.wide{width:3000px}</style><script>undefined.x</script><th>
            """
        try await withBrowser(
            answering: { _ in
                HTTPResponse(
                    status: 200, headers: [HTTPHeader("Content-Type", "text/html")], body: Array(page.utf8))
            }
        ) { tab, url in
            try tab.look(width: 390, dark: false)
            try await tab.open(url)
            #expect(try !lines(tab, Judgements.overflows).isEmpty)
            #expect(try lines(tab, Judgements.weakContrasts).contains { $0.hasSuffix("pale") })
            #expect(try lines(tab, Judgements.obstacles).count > 4)
            #expect(try !tab.complaints.isEmpty)
        }
    }

    @Test(
        "No name of a topic or group runs, breaks the page or reorders its text, on a phone neither",
        arguments: ["", "?match=o"])
    func hostileNames(query: String) async throws {
        let stage = Stage(isDemo: true)
        stage.show(.hostile)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 390, dark: false)
            try await tab.open(url + query)
            try check(tab, "\(query)")
            #expect(try !tab.isTrue("'owned' in window"))
            #expect(try tab.text("document.title").hasPrefix("DEMO: blocked / blocked / blocked"))
            #expect(
                try tab.isTrue("document.querySelectorAll('main script, main img, main style').length === 0"))
            #expect(
                try tab.isTrue("document.querySelector('main').innerText.includes('<script>window.owned=1')"))
            #expect(
                try tab.isTrue(
                    "!/[\\u0000\\u202a-\\u202e\\u2066-\\u2069\\u2028]/.test(document.body.innerHTML)"))
            if query.isEmpty {
                #expect(try tab.isTrue("document.querySelector('main').innerText.includes('\\\\u{202E}')"))
            }
        }
    }

    @Test("Whoever looks for a name finds it with every list, without a script of the page's")
    func search() async throws {
        let stage = Stage()
        stage.show(.blocked)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 1280, dark: false)
            try await tab.open(url)
            #expect(try tab.isTrue("document.querySelector('main').innerText.includes('shipping')"))
            try tab.evaluate("match.value = 'Fraud'; document.querySelector('form').requestSubmit()")
            try await tab.wait("location.search === '?match=Fraud' && document.readyState === 'complete'")
            #expect(try tab.isTrue("document.querySelector('main').innerText.includes('fraud')"))
            #expect(try !tab.isTrue("document.querySelector('main').innerText.includes('shipping')"))
            #expect(try tab.text(Judgements.statesShown) == "BLOCKED BLOCKED BLOCKED", "the answer stays")
            #expect(try tab.complaints == [])
            let link = try tab.text("document.querySelector('#condition-old_consumers_gone li a').href")
            #expect(link == "\(url)api/v1/groups?match=fraud")
            #expect(
                try tab.text("fetch('\(link)').then(r => r.json()).then(j => j.items[0].group)") == "fraud")
        }
    }

    @Test("The first stop of the keyboard leads to the answer, and one sees where one is")
    func keyboard() async throws {
        let stage = Stage()
        stage.show(.observing)
        try await withBrowser(showing: stage) { tab, url in
            try tab.look(width: 1280, dark: false)
            try await tab.open(url)
            for kind in ["rawKeyDown", "keyUp"] {
                try tab.browser.send(
                    "Input.dispatchKeyEvent",
                    ["type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9])
            }
            #expect(try tab.text("document.activeElement.className") == "skip")
            #expect(try tab.isTrue("document.activeElement.getBoundingClientRect().left >= 0"))
            #expect(try tab.text("getComputedStyle(document.activeElement).outlineStyle") == "solid")
        }
    }
}

/// Runs `body` with a browser and a server that answers with `handler`.
func withBrowser(
    answering handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
    _ body: (Tab, String) async throws -> Void
) async throws {
    let server = try HTTPServer(
        on: ListenAddress(host: .ipv4("127.0.0.1"), port: 0), handler: ClosureHandler(handler))
    let browser = try Chromium()
    do {
        try await body(Tab(browser), "http://\(server.address)/")
    } catch {
        Issue.record(error)
    }
    await browser.quit()
    await server.stop(within: .seconds(1))
}

func withBrowser(showing stage: Stage, _ body: (Tab, String) async throws -> Void) async throws {
    try await withBrowser(answering: { stage.respond(to: $0) }, body)
}
