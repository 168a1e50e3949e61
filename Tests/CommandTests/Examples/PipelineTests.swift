import DecommissionGate
import Foundation
import Testing

/// examples/ci: the shell of both files, run for real.
@Suite(
    .serialized,
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/jq"),
        "jq is not installed: apt-get install jq"))
struct PipelineTests {
    private static let script = "examples/ci/check-gate.sh"
    private static let old = "OLD_CLUSTER_ID=\(Scene.oldClusterID)"

    private struct Step {
        let run: String
        let environment: [String]
    }

    /// The step of the workflow that asks, with what GitHub would set for it.
    private func step() throws -> Step {
        let file = try ExampleNode(file: "examples/ci/github-actions.yaml")
            .with("name", "on", "concurrency", "permissions", "jobs")
        let job = try file["jobs"].with("delete-mirror-topics")["delete-mirror-topics"]
            .with("runs-on", "timeout-minutes", "environment", "env", "steps")
        // Above all neither `continue-on-error` nor `if`, for the check and for what comes after it.
        let steps = try job["steps"].items.map { try $0.with("name", "shell", "run") }
        let check = try #require(steps.first)
        try check["shell"].must(be: "bash")
        let environment = try job["env"].with("GATE_URL", "GATE", "OLD_CLUSTER_ID").entries.map { entry in
            "\(entry.key)=\(try job["env"][entry.key].string)"
        }
        return Step(run: try check["run"].string, environment: environment)
    }

    /// As GitHub runs a step whose shell is bash.
    private func run(
        _ text: String, _ environment: [String],
        _ flags: [String] = ["--noprofile", "--norc", "-eo", "pipefail"]
    )
        async throws -> Program.Outcome
    {
        try await Program(
            ["-u", "GATE", "-u", "GATE_URL", "-u", "OLD_CLUSTER_ID"] + environment + ["bash"] + flags + [
                "{}/step.sh"
            ],
            files: ["step.sh": text], executable: URL(filePath: "/usr/bin/env")
        ).outcome()
    }

    @Test("The step ends with 0 for a gate that is safe now, and for nothing else", arguments: Scene.allCases)
    func scene(scene: Scene) async throws {
        let step = try step()
        try await scene.play { url in
            let outcome = try await run(step.run, step.environment + ["GATE_URL=\(url)"])
            #expect((outcome.code == 0) == (scene == .safe), "\(outcome)")
            #expect(outcome.output.contains("mirror_topics is safe\n") == (scene == .safe), "\(outcome)")
        }
    }

    @Test("The same where the shell gives up at nothing by itself", arguments: Scene.allCases)
    func plainShell(scene: Scene) async throws {
        let script = try ExampleNode.text(of: Self.script)
        try await scene.play { url in
            let outcome = try await run(script, ["GATE_URL=\(url)", "GATE=mirror_topics", Self.old], [])
            #expect((outcome.code == 0) == (scene == .safe), "\(outcome)")
        }
    }

    @Test(
        "Of the three gates the one that is named counts; a misspelt one, an empty one and none are failures")
    func gates() async throws {
        let script = try ExampleNode.text(of: Self.script)
        try await Scene.othersSafe.play { url in
            for (gate, isSafe) in [
                ("GATE=mirror_maker", true), ("GATE=mirror_topics", false), ("GATE=mirror_topic", false),
                ("GATE=", false), ("OTHER=", false),
            ] {
                let outcome = try await run(script, ["GATE_URL=\(url)", gate, Self.old])
                #expect((outcome.code == 0) == isSafe, "\(gate) \(outcome)")
            }
        }
    }

    @Test(
        "Why it is not safe is said",
        arguments: [
            (.blocked, "blocked, not safe: source_quiet fails\n"),
            (.unknown, "unknown, not safe: visibility unknown\n"),
            (.observing, "observing, safe at 20"), (.stale, "unknown, no survey counts\n"),
            (.beforeTheFirstSurvey, "unknown, no survey counts\n"),
            (.demo, "unknown, the answer is a demo\n"),
            (.anotherMigration, "unknown, the answer is about another cluster, another\n"),
            (.anotherGatesAnswer, "unknown, the answer is about another gate\n"),
            (.cachedSafe, "unknown, the answer was not made just now"),
            (.emptyPage, "unknown, the answer is empty\n"),
        ] as [(Scene, String)])
    func why(scene: Scene, words: String) async throws {
        let step = try step()
        try await scene.play { url in
            let outcome = try await run(step.run, step.environment + ["GATE_URL=\(url)"])
            #expect(outcome.output.hasPrefix("mirror_topics is \(words)"), "\(outcome)")
        }
    }

    @Test("The workflow's step is the script, word for word")
    func drift() throws {
        let script = try ExampleNode.text(of: Self.script)
        let start = try #require(script.range(of: "set -euo pipefail"))
        #expect(try step().run == script[start.lowerBound...])
    }
}
