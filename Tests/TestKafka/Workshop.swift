import FoundationEssentials
import Glibc
import Synchronization

/// A temporary directory with the processes that work in it; neither outlives the tests.
///
/// A small shell, the caretaker, waits on a socket whose other end only this process holds. When that
/// end closes, be it by ``close()``, by the last reference going away or by the death of the test
/// process, the caretaker kills every process that is left and removes the directory.
package final class Workshop: Sendable {
    package let directory: String
    private let caretaker: ChildProcess
    private let lifeline: Mutex<Int32?>

    package init() throws {
        let name = "decommission-gate-kafka-\(UUID().uuidString)"
        directory = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var ends: [Int32] = [0, 0]
        // A pair of sockets and not a pipe: it is closed to children from the first moment on.
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw TestKafkaError("no lifeline: \(String(cString: strerror(errno)))")
        }
        defer { Glibc.close(ends[0]) }
        lifeline = Mutex(ends[1])
        caretaker = try ChildProcess(
            ["/bin/sh", "-c", Self.caretakerScript, "caretaker", directory],
            environment: Self.environment(), input: ends[0], output: "/dev/null")
    }

    private static let caretakerScript = """
        trap '' INT TERM HUP QUIT
        cat
        for file in "$1"/*.pid; do [ -f "$file" ] && kill -KILL $(cat "$file"); done
        until rm -rf -- "$1"; do sleep 0.1; done
        """

    /// Starts `command`; its output goes to `name.log`.
    ///
    /// Its number is written down twice: by the process itself before it becomes the command, should this
    /// process die meanwhile, and here, so that the caretaker knows it once this returns.
    package func start(_ name: String, _ command: [String], variables: [String: String] = [:]) throws
        -> ChildProcess
    {
        let process = try ChildProcess(
            ["/bin/sh", "-c", #"echo $$ >>"$0" && exec "$@""#, path("\(name).pid")] + command,
            environment: Self.environment(variables), output: path("\(name).log"))
        try write("\(process.id)\n", to: "\(name).pid")
        return process
    }

    /// To be called when a process has ended: its number may be given to a stranger.
    package func forget(_ name: String) { unlink(path("\(name).pid")) }

    package func path(_ name: String) -> String { "\(directory)/\(name)" }

    package func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    /// The end of a process's output, for the message of a failed test.
    package func logTail(_ name: String, lines: Int = 20) -> String {
        guard let text = try? String(contentsOfFile: path("\(name).log"), encoding: .utf8) else {
            return "(no output)"
        }
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    /// Kills what is left, removes the directory, and returns when both are done.
    package func close() async {
        cutLifeline()
        _ = await caretaker.end(within: .seconds(30))
    }

    deinit { cutLifeline() }

    private func cutLifeline() {
        lifeline.withLock { end in
            if let end { Glibc.close(end) }
            end = nil
        }
    }

    private static func environment(_ variables: [String: String] = [:]) -> [String] {
        let inherited = ProcessInfo.processInfo.environment.filter {
            ["PATH", "HOME", "JAVA_HOME", "LANG"].contains($0.key)
        }
        return inherited.merging(variables) { $1 }.map { "\($0.key)=\($0.value)" }
    }
}
