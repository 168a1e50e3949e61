import Foundation
import Quiescence
import TestKafka

/// One tab of a browser, and what a person would see in it.
struct Tab {
    let browser: Chromium

    init(_ browser: Chromium) throws {
        self.browser = browser
        let target = try browser.send("Target.createTarget", ["url": "about:blank"])
        let attached = try browser.send(
            "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
        browser.session = attached["sessionId"] as? String
        for domain in ["Page", "Runtime", "Log", "Network"] { try browser.send("\(domain).enable") }
        try browser.send("Page.addScriptToEvaluateOnNewDocument", ["source": Self.stoppedClocks])
    }

    /// Time passes for a page when a test says so, however busy this machine is: with `pass` on both of its clocks, with
    /// `sleep` on the wall's alone. It begins when the stage's does.
    private static let stoppedClocks = """
        { const origin = \(Scene.wall.millisecondsSince1970); let steady = 0, wall = 0;
        performance.now = () => steady; Date.now = () => origin + wall;
        window.sleep = seconds => { wall += seconds * 1000; };
        window.pass = seconds => { steady += seconds * 1000; sleep(seconds); dispatchEvent(new Event("focus")); }; }
        """

    func look(width: Int, dark: Bool) throws {
        let scheme = ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]
        try browser.send("Emulation.setEmulatedMedia", ["features": [scheme]])
        try browser.send(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500])
    }

    /// Loads a page and waits until it is there.
    func open(_ url: String) async throws {
        browser.forget()
        try evaluate("window.isOld = true")
        try browser.send("Page.navigate", ["url": url])
        try await wait("!window.isOld && document.readyState === 'complete'")
        try evaluate("document.getAnimations().forEach(a => a.pause())")
    }

    /// The value of an expression of JavaScript.
    @discardableResult
    func evaluate(_ expression: String) throws -> Any? {
        let answer = try browser.send(
            "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let thrown = answer["exceptionDetails"] { throw Chromium.Refused("\(expression): \(thrown)") }
        return (answer["result"] as? [String: Any])?["value"]
    }

    func text(_ expression: String) throws -> String { "\(try evaluate(expression) ?? "undefined")" }

    func isTrue(_ expression: String) throws -> Bool { try evaluate(expression) as? Bool == true }

    /// Waits until an expression is true.
    func wait(_ expression: String) async throws {
        try await eventually(expression, every: .milliseconds(20)) { try isTrue(expression) }
    }

    /// Writes the whole page to a file.
    func photograph(_ file: String) throws {
        let answer = try browser.send("Page.captureScreenshot", ["captureBeyondViewport": true])
        let picture = (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
        try picture.write(to: URL(filePath: file))
    }

    /// Errors, warnings and violations of the policy since the page was opened.
    var complaints: [String] {
        get throws {
            // What is on its way is here once this is answered.
            try evaluate("0")
            return browser.events.compactMap { event in
                switch event.method {
                case "Runtime.exceptionThrown", "Runtime.consoleAPICalled": "\(event.parameters)"
                case "Log.entryAdded":
                    (event.parameters["entry"] as? [String: Any]).map { "\($0["text"] ?? $0)" }
                case _: nil
                }
            }
        }
    }

    /// What it asked for since it was opened.
    var requests: [String] {
        browser.events.filter { $0.method == "Network.requestWillBeSent" }.compactMap { event in
            (event.parameters["request"] as? [String: Any])?["url"] as? String
        }
    }
}
