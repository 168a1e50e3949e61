import Testing

/// What the compiler does not see and a reviewer forgets.
@Suite struct TidyTests {
    @Test("No file breaks a rule", arguments: Rule.all)
    func rule(rule: Rule) throws {
        let files = try SourceFile.all.get()
        #expect(files.count > 200, "the files of this repository are looked at")
        #expect(files.flatMap(rule.violations) == [])
    }

    @Test("Each rule finds what breaks it", arguments: Rule.all)
    func example(rule: Rule) {
        #expect(rule.violations(rule.example).count == 1)
    }

    @Test("What a comment or a text says breaks no rule")
    func words() {
        let file = SourceFile(
            path: "Sources/Quiescence/A.swift", "let a = \"try! \\\" as!\"  // fatalError(), import Glibc\n")
        #expect(Rule.all.flatMap { $0.violations(file) } == [])
    }

    /// Where the compiler takes our word for it that threads do not meet. It may fall; lower the number then.
    private static let promises = ["KafkaCluster": 4, "HTTPServer": 1, "MockKafka": 1, "benchmark": 1]

    @Test("No more places than these are exempt from the compiler's check for data races")
    func promisesToTheCompiler() throws {
        var found: [String: Int] = [:]
        for file in try SourceFile.all.get() where file.path.hasPrefix("Sources/") {
            found[file.target, default: 0] += Self.promises(in: file)
        }
        for (target, count) in found { #expect(count <= Self.promises[target] ?? 0, "\(target)") }
    }

    @Test("Each form of such a promise is counted")
    func promisesAreFound() {
        let file = SourceFile(
            path: "Sources/YAML/A.swift",
            "final class A: @unchecked Sendable {\n    nonisolated(unsafe) var a = 1  // nonisolated(unsafe)\n}\n"
        )
        #expect(Self.promises(in: file) == 2)
    }

    private static func promises(in file: SourceFile) -> Int {
        file.code.count { $0.contains("@unchecked Sendable") || $0.contains("nonisolated(unsafe)") }
    }
}
