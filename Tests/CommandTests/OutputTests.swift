import TestKafka
import Testing

@testable import decommission_gate

/// What is printed arrives whole, or the exit code says that it did not.
@Suite struct OutputTests {
    private static let files = [
        "gate.yaml": """
        clusters:
          old: {bootstrap_servers: "127.0.0.1:1"}
          new: {bootstrap_servers: "127.0.0.1:2"}

        """
    ]

    /// The program ends without the C library's own exit, which would have flushed.
    @Test(
        "A pipe is given every byte that a file is given",
        arguments: ["config example", "config check {}/gate.yaml", "--help", "help serve", "--version"])
    func pipe(words: String) async throws {
        let file = try await Program.shell("\"$1\" \(words)", files: Self.files)
        let pipe = try await Program.shell("\"$1\" \(words) | cat", files: Self.files)
        #expect(file.code == 0 && !file.output.isEmpty && file.errors.isEmpty)
        #expect(pipe.output.count == file.output.count, "\(words)")
    }

    @Test(
        "Output that nobody can get is no success",
        arguments: ["config example", "config check {}/gate.yaml", "--help", "--version"],
        [">&-", "> /dev/full"])
    func lost(words: String, output: String) async throws {
        let outcome = try await Program.shell("\"$1\" \(words) \(output)", files: Self.files)
        #expect(outcome.code == 70)
        #expect(outcome.errors.contains("output was lost"))
    }

    @Test("A reader that has seen enough is not complained to")
    func closedEarly() async throws {
        let outcome = try await Program.shell("\"$1\" config example | head -1")
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.errors.isEmpty)
    }

    /// A connection to a broker must not get the number of standard error, for log lines would go there.
    @Test("No connection takes the place of an input or output that the caller closed")
    func closedStreamsAreNobodys() async throws {
        let port = try PortReservation()
        let service = try Program.start(
            shell: """
                exec "$1" --old 127.0.0.1:1 --new 127.0.0.1:2 --web.listen-address 127.0.0.1:\(port.port) \
                <&- >&- 2>&-
                """)
        let taken = await eventually { (0...2).allSatisfy { service.descriptor($0) == "/dev/null" } }
        #expect(taken, "\((0...2).map(service.descriptor))")
    }
}
