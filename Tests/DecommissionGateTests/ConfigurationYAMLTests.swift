import DecommissionGate
import Testing
import YAML

/// What people save as YAML, and what becomes of it.
@Suite struct ConfigurationYAMLTests {
    private func parse(_ text: String) throws(SyntaxProblem) -> ConfigurationNode {
        try YAMLParser().parse(Array(text.utf8))
    }

    private func problem(_ bytes: [UInt8]) -> String? {
        do {
            _ = try YAMLParser().parse(bytes)
            return nil
        } catch {
            return error.description
        }
    }

    private func entry(_ key: String, _ value: String, line: Int, column: Int) -> ConfigurationNode.Entry {
        ConfigurationNode.Entry(
            key: key, keyPosition: SourcePosition(line: line, column: 1),
            value: ConfigurationNode(
                .scalar(value, .plain), at: SourcePosition(line: line, column: column)))
    }

    @Test func everyNodeKnowsItsPlaceAndItsStyle() throws {
        let root = try parse("a: 1\nb:\n  - 'x'\n")
        let list = ConfigurationNode(
            .sequence([
                ConfigurationNode(.scalar("x", .quoted), at: SourcePosition(line: 3, column: 5))
            ]), at: SourcePosition(line: 3, column: 3))
        let second = ConfigurationNode.Entry(
            key: "b", keyPosition: SourcePosition(line: 2, column: 1), value: list)
        #expect(root.content == .mapping([entry("a", "1", line: 1, column: 4), second]))
    }

    @Test(arguments: [
        "\u{FEFF}a: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "a: 1\t# a tab before a comment\nb: 2",
        "---\na: 1\nb: 2\n...\n", "%YAML 1.1\n---\na: 1\nb: 2\n",
        "a: 1\n\t# a comment behind a tab\n  \t\nb: 2",
    ])
    func whatYAMLAllowsLoads(_ text: String) throws {
        guard case .mapping(let entries) = try parse(text).content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.key) == ["a", "b"])
        #expect(entries.map(\.value.content) == [.scalar("1", .plain), .scalar("2", .plain)])
    }

    @Test func tabsWithinABlockOfTextAreText() throws {
        guard case .mapping(let entries) = try parse("a: |\n  x\n  \t# no comment\n").content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.value.content) == [.scalar("x\n\t# no comment\n", .quoted)])
    }

    @Test(arguments: [
        ("a:\n\tb: c", "2:1: a tab; YAML wants spaces"),
        ("a:\n  \tb: c", "2:3: a tab; YAML wants spaces"),
        ("- \tx: y", "1:3: a tab; YAML wants spaces"),
        ("", "1:1: nothing but blank lines and comments"),
        ("# nothing\n\n", "3:1: nothing but blank lines and comments"),
        ("a: b\n---\nc: d", "2:1: a second document begins here; keep only one"),
        ("a: 1\nb: 2\na: 3", "3:1: the key \"a\" stands in line 1 and again in line 3; keep one"),
        ("a: {b: 1, b: 2}", "1:11: the key \"b\" stands in line 1 and again in line 1; keep one"),
        ("a: \u{1}", "1:4: a control character (U+1)"),
        ("a: b\0", "1:5: a control character (U+0)"),
        (
            "a: [::1]:9092",
            "1:5: did not find expected node content; quote a value that begins with a bracket, "
                + "as in \"[::1]:9092\""
        ),
        ("a: !secret b", "1:4: a tag (!) that means nothing here; quote a value that begins with !"),
        (
            "{{ .Values.a }}: b",
            "1:2: a list or a mapping where a key is expected; quote it if it is text; "
                + "{{ … }} is a template that was not filled in"
        ),
        ("a: *b", "1:4: an alias (*) without its anchor (&) above; quote a value that begins with *"),
        ("a: &b [*b]", "1:8: an alias (*) without its anchor (&) above; quote a value that begins with *"),
    ])
    func whatCannotBeMeantIsToldWithItsPlace(_ text: String, _ message: String) {
        #expect(problem(Array(text.utf8)) == message)
    }

    @Test(arguments: [[0xE9], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func aByteThatIsNotUTF8IsToldWithItsLine(_ bytes: [UInt8]) {
        #expect(problem(Array("a: 1\nb: é".utf8) + bytes) == "2:5: line 2: a byte that is not UTF-8")
    }

    @Test func aMistakeThatBeganAboveNamesThatLineToo() throws {
        let message = try #require(problem(Array("a: [b\nc: d\n".utf8)))
        #expect(
            message.hasPrefix(
                "2:2: did not find expected ',' or ']', while parsing a flow sequence that began in line 1"))
    }

    @Test(arguments: ["!!str ~", "! ~", "'~'", "\"~\"", "!!str '~'"])
    func whatIsMarkedAsTextIsNoNull(_ written: String) throws {
        guard case .mapping(let entries) = try parse("a: \(written)").content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.value.content) == [.scalar("~", .quoted)])
    }

    @Test func anAliasRepeatsItsAnchor() throws {
        guard case .mapping(let entries) = try parse("a: &x [1, 2]\nb: *x\n").content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries[0].value == entries[1].value)
    }

    @Test func aFewLinesThatStandForBillionsAreRefused() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let message = try #require(problem(Array(text.utf8)))
        #expect(message.contains("more than 100000 values, with what aliases repeat"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func depthIsBounded(_ opening: String) throws {
        let message = try #require(problem(Array(String(repeating: opening, count: 50_000).utf8)))
        #expect(message.contains("more than 64 levels deep"))
    }

    @Test func aliasesDoNotHideDepth() throws {
        var text = "a0: &a0 [x]\n"
        for level in 1...70 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        let message = try #require(problem(Array(text.utf8)))
        #expect(message.contains("more than 64 levels deep"))
    }

    @Test func sizeIsBounded() {
        #expect(
            problem(Array(repeating: 0x20, count: (1 << 20) + 1))
                == "1:1: 1048577 bytes; 1048576 are the most that are read")
    }
}
