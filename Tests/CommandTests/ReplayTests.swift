import Foundation
import Testing

@testable import decommission_gate

/// A saved survey is weighed again without asking anybody, and is never an answer to "may it go?".
@Suite struct ReplayTests {
    private static let saved = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../DecommissionGateTests/Surveys/drained-with-markers.json").path

    private static let files = [
        "gate.yaml": """
        clusters:
          old: {bootstrap_servers: "127.0.0.1:1"}
          new: {bootstrap_servers: "127.0.0.1:2"}
        topics: {exclude: [{name: payments, reason: thrown away}]}

        """,
        "broken.json": #"{"recording":{"version":8}}"#,
    ]

    @Test("Everything holds in it, and the exit code is still not 0")
    func replay() async throws {
        let outcome = try await Program.run(["survey", "--replay", Self.saved])
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("mirror_maker    OBSERVING") && !outcome.output.contains("ago"))
        #expect(outcome.errors.contains("what was seen at 2026-11-27T20:50:00Z, not what is now"))
    }

    @Test("Under another configuration it comes to something else")
    func otherPlan() async throws {
        let outcome = try await Program.run(
            ["survey", "--replay", Self.saved, "--config.file", "{}/gate.yaml"], files: Self.files)
        #expect(outcome.code == 1 || outcome.code == 2)
        #expect(outcome.output.contains("1 topic, 2 partitions"), "payments is out of scope")
        #expect(outcome.output.contains("UNKNOWN  producers_retargeted"), "nothing is said of producers")
    }

    @Test("What JSON it prints can be replayed again, and is then the same")
    func again() async throws {
        let first = try await Program.run(["survey", "--replay", Self.saved, "--output", "json"])
        let second = try await Program.run(
            ["survey", "--replay", "{}/saved.json", "--output", "json"], files: ["saved.json": first.output])
        #expect(first.output.contains(#""recording":{"plan":"#))
        #expect(first.output.contains(#""state":"holds""#))
        #expect(first.output == second.output)
    }

    @Test(
        "A file that holds no survey is refused by name, place and mend",
        arguments: [
            ("{}/missing.json", "missing.json: does not exist"),
            ("{}/broken.json", "broken.json: recording.version: is 8, and this program reads 7 alone"),
            ("{}/gate.yaml", "gate.yaml: is no JSON"),
        ])
    func refused(file: String, message: String) async throws {
        let outcome = try await Program.run(["survey", "--replay", file], files: Self.files)
        #expect(outcome.code == 78 && outcome.output.isEmpty)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
}
