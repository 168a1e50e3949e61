import Testing

@testable import decommission_gate

/// One at a time: getopt_long(3) keeps its state in global variables.
@Suite(.serialized) struct ArgumentsTests {
    private static let options = [
        Option("old", .value("SERVERS"), ""), Option("wait", .plain, ""),
        Option("web.listen-address", .value("ADDRESS"), ""), Option("web.external-url", .value("URL"), ""),
        Option("storage.path", .notInThisVersion("it keeps no journal"), ""),
    ]

    @Test(
        "Every way to write a flag that people know",
        arguments: [
            ["--old", "a:1", "x"], ["--old=a:1", "x"], ["x", "--old", "a:1"], ["--ol", "a:1", "--", "x"],
        ])
    func accepted(words: [String]) throws {
        let arguments = try Arguments(words, options: Self.options)
        #expect(arguments["old"] == "a:1")
        #expect(arguments.operands == ["x"])
        #expect(!arguments.has("wait"))
    }

    @Test("What follows two dashes is an operand, even if it looks like a flag")
    func operandsOnly() throws {
        #expect(try Arguments(["--", "--wait"], options: Self.options).operands == ["--wait"])
    }

    @Test(
        "Every wrong command line says what is wrong with it",
        arguments: [
            (["--olt", "a:1"], "unknown flag --olt; did you mean --old?"),
            (
                ["--web.listen-adress=:1"],
                "unknown flag --web.listen-adress=:1; did you mean --web.listen-address?"
            ),
            (["--quite-something-else"], "unknown flag --quite-something-else"),
            (["--web", ":1"], "--web can mean several flags: --web.listen-address, --web.external-url"),
            (["-x"], "unknown flag -x"), (["--old"], "--old needs a value: --old SERVERS"),
            (["--wait=1"], "--wait takes no value"),
            (["--wait", "--wait"], "--wait is given twice; leave one"),
            (["--storage.path=/x"], "--storage.path is not in this version: it keeps no journal"),
            (["--storage.path", "/x"], "--storage.path is not in this version: it keeps no journal"),
        ])
    func refused(words: [String], message: String) {
        do {
            _ = try Arguments(words, options: Self.options)
            Issue.record("\(words) was accepted")
        } catch {
            #expect(error.code == .usage)
            #expect(error.message == message)
        }
    }
}
