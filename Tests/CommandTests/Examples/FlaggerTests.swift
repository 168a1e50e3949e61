import Foundation
import TestHTTP
import Testing

/// examples/flagger, read as Flagger (1.44) reads it: it POSTs, and looks at the status alone.
@Suite struct FlaggerTests {
    private struct Hook {
        let type: String
        let url: URL

        /// Path and query.
        var target: String { url.path + (url.query().map { "?\($0)" } ?? "") }

        init(_ node: ExampleNode) throws {
            try node.with("name", "type", "url", "timeout")
            type = try node["type"].string
            guard let url = URL(string: try node["url"].string) else {
                throw ExampleNode.Problem(description: "\(try node["url"].string): no URL")
            }
            self.url = url
            #expect(try node["timeout"].duration > .zero)
        }
    }

    private func hooks() throws -> [Hook] {
        let file = try ExampleNode(file: "examples/flagger/canary.yaml")
            .with("apiVersion", "kind", "metadata", "spec")
        try file["apiVersion"].must(be: "flagger.app/v1beta1")
        try file["kind"].must(be: "Canary")
        // Above all no `skipAnalysis`, which skips the hooks.
        let spec = try file["spec"].with("targetRef", "service", "analysis")
        return try spec["analysis"].with("interval", "threshold", "stepWeight", "maxWeight", "webhooks")[
            "webhooks"
        ]
        .items.map(Hook.init)
    }

    /// The documented payload.
    private static let payload = #"""
        {"name":"billing","namespace":"billing","phase":"Progressing","checksum":"85d557f47b","metadata":{"a":"b"}}
        """#

    /// Whether Flagger goes on: it takes 200 to 202, after redirects, of whatever they lead to.
    private func goesOn(_ path: String, at base: String, payload: String = payload) async throws -> Bool {
        guard let port = URL(string: base)?.port.flatMap(UInt16.init(exactly:)) else { return false }
        let response: RawResponse
        do {
            response = try await RawClient.exchange(
                "POST \(path) HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(payload.utf8.count)\r\n\r\n\(payload)", port: port)
        } catch {
            return false
        }
        if response.status == 302, let location = response.header("location") {
            // As a GET, as browsers and Go do it.
            let page = try await RawClient.exchange(
                "GET \(location) HTTP/1.1\r\nHost: gate\r\n\r\n", port: port)
            return page.status <= 202
        }
        return response.status <= 202
    }

    @Test(
        "Every hook goes on for a gate that is safe, and for nothing that a status can tell",
        arguments: Scene.allCases)
    func scene(scene: Scene) async throws {
        try await scene.play { url in
            for hook in try hooks() {
                let goesOn = try await goesOn(hook.target, at: url)
                guard scene.showsInStatus || scene == .safe else {
                    #expect(goesOn, "Flagger believes any 200: the example must ask the service itself")
                    continue
                }
                #expect(goesOn == (scene == .safe))
            }
        }
    }

    @Test("The service itself is asked, for Flagger believes a 200 of whatever stands in between")
    func asksTheServiceItself() throws {
        for hook in try hooks() {
            #expect(hook.url.scheme == "http" && hook.url.port == 19308)
            #expect(hook.url.host()?.hasSuffix(".svc") == true)
            #expect(
                hook.url.path == "/api/v1/gates/mirror_topics/check"
                    && hook.url.query() == "old_cluster_id=\(Scene.oldClusterID)")
        }
    }

    @Test("No hook means the contrary of its answer: a safe gate would roll the release back")
    func types() throws {
        #expect(try hooks().map(\.type) == ["confirm-rollout", "rollout", "confirm-promotion"])
    }

    @Test(
        "What the payload says changes nothing: large, with fields of a later version, or no JSON",
        arguments: [
            #"{"metadata":{"big":"\#(String(repeating: "x", count: 500_000))"}}"#,
            #"{"name":"billing","canaryWeight":30,"gate":"mirror_maker","safe":true}"#, "", "not JSON",
        ])
    func payloads(payload: String) async throws {
        let path = try #require(try hooks().first).target
        for scene in [Scene.safe, .othersSafe] {
            try await scene.play { url in
                let goesOn = try await goesOn(path, at: url, payload: payload)
                #expect(goesOn == (scene == .safe))
            }
        }
    }

    @Test("A payload that is too large, and a misspelt gate, halt")
    func halts() async throws {
        let path = try #require(try hooks().first).target
        try await Scene.safe.play { url in
            let huge = try await goesOn(path, at: url, payload: String(repeating: "x", count: 2 << 20))
            let typo = try await goesOn(path.replacing("topics", with: "topic"), at: url)
            #expect(!huge && !typo)
        }
    }
}
