import Glibc
import Testing

@testable import decommission_gate

@Suite struct ExitCodeTests {
    @Test(
        "What is wrong with a command line or a file has its own code and says its mend",
        arguments: [
            (["serve"], 64, "which clusters?"),
            (["survey", "--old", "a:1"], 64, "which clusters?"),
            (["surevy"], 64, "did you mean survey?"), (["surve"], 64, "did you mean survey?"),
            (["serve", "--odl", "a:1"], 64, "unknown flag --odl"),
            (["--old", "a:1", "--new", "b:1", "--web.listen-address", "9"], 64, "write :9"),
            (["--old", "a:1", "--new", "b:1", "--log.level", "loud"], 64, "debug, info, warn, error"),
            (["--old", "a:1", "--new", "b:1", "--metrics.max-series", "0"], 64, "above 0"),
            (["--old", "a:1", "--new", "b:1", "--config.file", "x"], 64, "leave one out"),
            (
                ["serve", "--storage.path", "{}/x", "--old", "a:1", "--new", "b:1"], 78,
                "make the directory, owned by"
            ),
            (["serve", "--web.config.file", "x"], 64, "not in this version"),
            (["serve", "--web.external-url", "http://x/gate/"], 64, "all links are relative"),
            (
                ["survey", "--suggest", "--output", "json", "--old", "a:1", "--new", "b:1"], 64,
                "goes with text"
            ),
            (["compare"], 64, "which clusters?"),
            (["lost"], 64, "a word is missing"),
            (["lost", "http://127.0.0.1:1"], 69, "127.0.0.1"),
            (["lost", "http://127.0.0.1:1", "--output", "text"], 64, "none of table, json"),
            (["compare", "--old", "a:1", "--new", "b:1", "--rate", "5"], 64, "write 500kB, 50MB or 1GB"),
            (["compare", "--old", "a:1", "--new", "b:1", "--output", "text"], 64, "none of table, json"),
            (["report"], 64, "a word is missing"),
            (["report", "http://127.0.0.1:1"], 69, "127.0.0.1"),
            (["report", "http://127.0.0.1:1", "--format", "pdf"], 64, "none of json, html, markdown"),
            (
                ["report", "http://127.0.0.1:1", "--gate", "all"], 64,
                "mirror_maker, mirror_topics, old_brokers"
            ),
            (["report", "{}/missing.json"], 78, "missing.json: does not exist"),
            (["verify"], 64, "a word is missing"),
            (["verify", "{}/missing.json"], 78, "missing.json: does not exist"),
            (["verify", "http://gate:19308"], 64, "report http://gate:19308 --output report.json"),
            (["plan"], 64, "a word is missing"),
            (["plan", "http://127.0.0.1:1"], 69, "127.0.0.1"),
            (["plan", "http://127.0.0.1:1", "--format", "yaml"], 64, "none of shell, strimzi"),
            (["plan", "{}/missing.json"], 78, "missing.json: does not exist"),
            (["demo", "--speed", "0"], 64, "above 0"),
            (["demo", "--speed", "61"], 64, "60, the fastest there is"),
            (["demo", "now"], 64, "unexpected word \"now\""),
            (["demo", "--web.listen-address", "19308"], 64, "write :19308"),
            (["status"], 64, "usage: decommission-gate status URL"),
            (["status", "gate:19308"], 64, "write http://HOST:19308"),
            (["check", "http://gate", "--gate", "all"], 64, "mirror_maker, mirror_topics, old_brokers"),
            (["check", "http://gate", "--timeout", "1h"], 64, "goes with --wait"),
            (["check", "http://gate", "--wait", "--timeout", "26"], 64, "26h"),
            (["config"], 64, "config check FILE"),
            (["--old", "http://a:1", "--new", "b:1"], 78, "--old"),
            (["--config.file", "{}/missing.yaml"], 78, "missing.yaml"),
            (["config", "check", "{}/missing.yaml"], 78, "missing.yaml"),
            (["status", "http://127.0.0.1:1"], 69, "127.0.0.1:1"),
            (["check", "http://127.0.0.1:1"], 69, "127.0.0.1:1"),
        ] as [([String], Int32, String)])
    func failures(arguments: [String], code: Int32, message: String) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.code == code)
        #expect((outcome.errors + outcome.output).contains(message), "\(outcome)")
    }

    @Test("A comparison that is stopped twice ends at once, and not with the code that says equal")
    func stoppedTwice() async throws {
        for _ in 1...10 {
            let program = try Program(["compare", "--old", "127.0.0.1:1", "--new", "127.0.0.1:2"])
            #expect(await program.logs("looking at OLD and NEW"))
            program.send(SIGINT)
            // It gives up by itself after some seconds, which a busy machine may let pass before it is asked, or
            // between the first time and the second.
            guard await program.logsBeforeItsEnd("stopping") else { continue }
            program.send(SIGINT)
            let code = try await program.outcome().code
            #expect(code != 0)
            if code == 2 { return }
        }
        Issue.record("it never said that it stops")
    }

    @Test("Help, version and the example are no failures, and go to standard output")
    func successes() async throws {
        for arguments in [
            ["--help"], ["help"], ["--version"], ["help", "check"], ["check", "--help"], ["-h"],
            ["version"],
        ] {
            let outcome = try await Program.run(arguments)
            #expect(outcome.code == 0)
            #expect(outcome.output.contains("decommission-gate"))
            #expect(outcome.errors.isEmpty)
        }
    }

    @Test("Every command's help names its flags, shows an example, and says its exit codes")
    func help() {
        for command in Invocation.commands {
            let manual = command.manual
            let page = manual.page
            #expect(manual.options.allSatisfy { page.contains("--\($0.name)") })
            #expect(!manual.examples.isEmpty)
            #expect(manual.examples.allSatisfy { page.contains($0.command) })
            #expect(page.split(separator: "\n").allSatisfy { $0.count <= 118 }, "\(manual.name)")
        }
    }

    @Test("Help says which readers nobody can see")
    func readersWithoutAGroup() async throws {
        let help = try await Program.run(["help"]).output.replacing(/\s+/, with: " ")
        #expect(help.contains("Not seen at all: readers that commit nothing to Kafka"), "\(help)")
    }

    @Test("0 is \"safe\" where that is the question, and \"done\" everywhere else")
    func meaningOfZero() {
        for command in Invocation.commands where !command.manual.exitCodes.isEmpty {
            let isVerdict = command.manual.exitCodes.contains(.notSafe)
            #expect(!command.manual.page.contains(isVerdict ? "  0   done" : "  0   safe"))
        }
        #expect(
            CheckCommand.manual.page.contains("  0   safe") && ServeCommand.manual.page.contains("  0   done")
        )
    }

    @Test("Two ways to use a command stand below each other under one heading")
    func usages() {
        #expect(SurveyCommand.manual.page.hasPrefix("Usage: decommission-gate survey --old"))
        #expect(SurveyCommand.manual.page.contains("\n       decommission-gate survey --config.file"))
    }

    @Test("A configuration comes by a pipe, too", arguments: ["-", "/dev/stdin"])
    func standardInput(name: String) async throws {
        let good = try await Program.shell("\"$1\" config example | \"$1\" config check \(name)")
        #expect(good.code == 0 && good.output.contains("standard input is good"), "\(good.errors)")
        let bad = try await Program.shell("echo 'clusters: 7' | \"$1\" config check \(name)")
        #expect(bad.code == 78 && bad.errors.contains("standard input:1:"), "\(bad.errors)")
        let endless = try await Program.shell("yes | \"$1\" config check \(name)")
        #expect(endless.code == 78 && endless.errors.contains("is larger than"))
    }

    @Test("Properties that cannot work together are found by the check, before any broker is asked")
    func propertiesTogether() async throws {
        let text = """
            clusters:
              old: {bootstrap_servers: "a:1", librdkafka: {security.protocol: sasl_ssl, sasl.mechanism: PLAIN}}
              new: {bootstrap_servers: "b:1"}

            """
        let check = try await Program.run(["config", "check", "{}/gate.yaml"], files: ["gate.yaml": text])
        #expect(check.code == 78)
        #expect(
            check.errors.contains("gate.yaml:2:") && check.errors.contains("sasl.username"), "\(check.errors)"
        )
    }

    @Test("The example of a configuration passes its own check")
    func example() async throws {
        let example = try await Program.run(["config", "example"])
        let check = try await Program.run(
            ["config", "check", "{}/gate.yaml"], files: ["gate.yaml": example.output])
        #expect(check.code == 0, "\(check.errors)")
    }

    @Test(
        "Two clusters that cannot be reached: everything is unknown, the code is that of an unreachable one")
    func unreachableSurvey() async throws {
        let outcome = try await Program.run(["survey", "--old", "127.0.0.1:1", "--new", "127.0.0.1:2"])
        #expect(outcome.code == 69)
        #expect(outcome.output.contains("UNKNOWN"))
        #expect(!outcome.output.contains("HOLDS"))
        #expect(!outcome.output.contains("\u{1B}"), "colour is for terminals")
    }
}
