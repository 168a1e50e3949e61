import Foundation
import Glibc
import Testing

@testable import decommission_gate

/// examples/kubernetes: the container's own command, and what Kubernetes makes of its exit code.
@Suite(.serialized) struct JobTests {
    /// What the Job comes to once a pod has ended.
    private enum Fate {
        case complete, failed
        /// Another pod, which the limit of retries does not know of.
        case replaced
        /// Another pod, as long as there are retries left.
        case retried
    }

    private struct Job {
        let words: [String]
        private let rules: [(action: String, codes: [Int], isForDisruption: Bool)]

        init(url: String, timeout: String, gate: String? = nil) throws {
            let file = try ExampleNode(file: "examples/kubernetes/wait-job.yaml")
                .with("apiVersion", "kind", "metadata", "spec")
            try file["apiVersion"].must(be: "batch/v1")
            try file["kind"].must(be: "Job")
            let spec = try file["spec"].with(
                "backoffLimit", "activeDeadlineSeconds", "podFailurePolicy", "template")
            let pod = try spec["template"].with("spec")["spec"].with(
                "restartPolicy", "automountServiceAccountToken", "enableServiceLinks", "securityContext",
                "containers")
            // A policy by exit codes is refused with any other.
            try pod["restartPolicy"].must(be: "Never")
            let container = try #require(try pod["containers"].items.first).with(
                "name", "image", "command", "args", "env", "resources", "securityContext")
            rules = try spec["podFailurePolicy"].with("rules")["rules"].items.map { rule in
                try rule.with("action", "onExitCodes?", "onPodConditions?")
                let action = try rule["action"].string
                guard let exit = try rule.optional("onExitCodes") else {
                    let condition = try #require(try rule["onPodConditions"].items.first)
                    try condition.with("type", "status")["type"].must(be: "DisruptionTarget")
                    return (action, [], true)
                }
                try exit.with("containerName", "operator", "values")["operator"].must(be: "In")
                try exit["containerName"].must(be: container["name"].string)
                return (action, try exit["values"].items.map { try $0.integer }, false)
            }
            var environment: [String: String] = [:]
            for entry in try container["env"].items {
                environment[try entry.with("name", "value")["name"].string] = try entry["value"].string
            }
            environment["GATE_URL"] = url
            if let gate { environment["GATE"] = gate }
            let limit = try #require(try container["args"].strings.last)
            #expect(try spec["activeDeadlineSeconds"].integer > 3600 * (Int(limit.dropLast()) ?? .max))
            let args = try container["args"].strings.dropLast() + [timeout]
            // `$(NAME)` is replaced by the kubelet, and stays as it is where there is no such variable.
            words =
                try container["command"].strings
                + args.map { word in
                    environment.reduce(word) { $0.replacing("$(\($1.key))", with: $1.value) }
                }
        }

        /// The first rule that matches; retried where none does. Rules see no code 0.
        func fate(_ code: Int32, isDisrupted: Bool = false) -> Fate {
            guard code != 0 else { return .complete }
            for rule in rules where rule.isForDisruption ? isDisrupted : rule.codes.contains(Int(code)) {
                return rule.action == "Ignore" ? .replaced : .failed
            }
            return .retried
        }

        func run() async throws -> Int32 {
            #expect(words.first == "decommission-gate")
            return try await Program.run(Array(words.dropFirst())).code
        }
    }

    @Test("The Job completes for a gate that is safe now, and for nothing else", arguments: Scene.allCases)
    func scene(scene: Scene) async throws {
        try await scene.play { url in
            let job = try Job(url: url, timeout: "1s")
            let fate = job.fate(try await job.run())
            #expect(fate == (scene == .safe ? .complete : .failed))
        }
    }

    @Test("Of the three gates the one that is named counts, and a misspelt one fails at once")
    func gates() async throws {
        try await Scene.othersSafe.play { url in
            for (gate, fate) in [("mirror_maker", Fate.complete), ("mirror_topics", .failed)] {
                let job = try Job(url: url, timeout: "1s", gate: gate)
                #expect(job.fate(try await job.run()) == fate, "\(gate)")
            }
            let misspelt = try Job(url: url, timeout: "1s", gate: "mirror_topic")
            let code = try await misspelt.run()
            // Not after the wait, as a gate that is shut.
            #expect(code == ExitCode.usage.rawValue && misspelt.fate(code) == .failed)
        }
    }

    @Test(
        "An evicted pod answers as the gate stands, and its Job waits on with another",
        arguments: [Scene.blocked, .unknown, .gone])
    func evicted(scene: Scene) async throws {
        try await scene.play { url in
            let job = try Job(url: url, timeout: "26h")
            let check = try Program(Array(job.words.dropFirst()))
            #expect(await check.logs(" UTC  "))
            check.send(SIGTERM)
            let code = try await check.outcome().code
            #expect(job.fate(code, isDisrupted: true) == .replaced)
        }
    }

    @Test(
        "Whatever a pod ends with, the Job completes with 0 alone, and every code of the program has its fate"
    )
    func codes() throws {
        let job = try Job(url: "http://gate:19308", timeout: "26h")
        for code in Int32(1)...255 { #expect(job.fate(code) != .complete) }
        for code in ExitCode.allCases {
            let expected: Fate =
                switch code {
                case .safe: .complete
                case .notSafe, .unknown, .usage, .unreachable: .failed
                // `check` reads no configuration.
                case .ourFault, .configuration: .retried
                }
            #expect(job.fate(code.rawValue) == expected)
        }
        #expect(job.fate(137) == .retried)
    }

    @Test("It runs as nobody, writes nothing and holds no token")
    func rights() throws {
        let pod = try ExampleNode(file: "examples/kubernetes/wait-job.yaml")["spec"]["template"]["spec"]
        try pod["automountServiceAccountToken"].must(be: "false")
        try pod["securityContext"]["runAsNonRoot"].must(be: "true")
        try pod["securityContext"]["seccompProfile"]["type"].must(be: "RuntimeDefault")
        let container = try #require(try pod["containers"].items.first)
        try container["securityContext"]["readOnlyRootFilesystem"].must(be: "true")
        try container["securityContext"]["allowPrivilegeEscalation"].must(be: "false")
        #expect(try container["securityContext"]["capabilities"]["drop"].strings == ["ALL"])
    }
}
