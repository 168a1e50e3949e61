import Foundation
import Testing

/// `scripts/alerts`, run on a copy of what it changes.
@Suite struct RulesScriptTests {
    private static func run(
        _ arguments: [String], _ look: (URL, (status: Int32, said: String)) throws -> Void
    ) throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appending(path: "scripts"), withIntermediateDirectories: true)
            for name in ["alerts", "dashboards", "scripts/alerts"] {
                try FileManager.default.copyItem(
                    at: Repository.root.appending(path: name), to: folder.appending(path: name))
            }
            try look(folder, Tool.bash.run(["scripts/alerts"] + arguments, in: folder))
        }
    }

    private static func text(_ path: String, in folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    private static let file = "alerts/prometheusrule.yaml"

    @Test("The operator's rules are those of the file, and nobody changed them by hand")
    func drift() throws {
        try Self.run([]) { folder, said in
            #expect(said.status == 0 && said.said.isEmpty, "\(said.said)")
            let written = try Self.text(Self.file, in: folder)
            #expect(
                try written == Repository.text(Self.file), "run scripts/alerts and commit what it wrote")
            #expect(try Self.text(RuleFile.path, in: folder) == Repository.text(RuleFile.path))
        }
        let groups = try Repository.text(RuleFile.path).split(separator: "\ngroups:\n", maxSplits: 1)[1]
        let indented = groups.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
        #expect(try Repository.text(Self.file).hasSuffix("\nspec:\n  groups:\n\(indented)"))
    }

    @Test("One's own runbook comes into every alert, test and dashboard")
    func ownRunbook() throws {
        let address = "https://git.example.net/kafka/gate/runbook.md?plain=1"
        try Self.run(["--runbook", address]) { folder, said in
            #expect(said.status == 0, "\(said.said)")
            let before = try Runbook.address()
            let folders = ["alerts", "dashboards"]
            for name in try folders.flatMap({ folder in
                try Repository.names(in: folder, ending: "").map { "\(folder)/\($0)" }
            }) {
                let had = try Repository.text(name).ranges(of: before).count
                let text = try Self.text(name, in: folder)
                #expect(text.ranges(of: address).count == had && !text.contains(before), "\(name)")
            }
            #expect(try Self.text(Self.file, in: folder).contains("\(address)#kafkadecommissionsafe\n"))
        }
    }

    @Test("An operator that selects by labels and namespace can be given both")
    func selected() throws {
        try Self.run(["--namespace", "monitoring", "--label", "release=prom", "--label", "on=yes"]) {
            folder, said in
            #expect(said.status == 0, "\(said.said)")
            let expected = """
                metadata:
                  name: decommission-gate
                  namespace: monitoring
                  labels:
                    app.kubernetes.io/name: decommission-gate
                    release: "prom"
                    on: "yes"
                spec:

                """
            let written = try Self.text(Self.file, in: folder)
            #expect(written.contains(expected))
        }
    }

    @Test(
        "What it does not understand it refuses, and changes nothing",
        arguments: [
            ["--runbok", "https://a.example"], ["--runbook"], ["--runbook", "docs/runbook.md"],
            ["--runbook", "https://a.example/x#y"], ["--label", "release"], ["--namespace", "Big"],
        ])
    func refused(arguments: [String]) throws {
        try Self.run(arguments) { folder, said in
            #expect(said.status == 64 && said.said.contains("usage:"), "\(said.said)")
            for path in [Self.file, RuleFile.path] {
                let text = try Self.text(path, in: folder)
                #expect(try text == Repository.text(path))
            }
        }
    }
}
