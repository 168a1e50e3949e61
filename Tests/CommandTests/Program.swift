import Foundation
import Testing

/// The built program in a process of its own, with a directory for its files; both end with this value.
final class Program: Sendable {
    /// What one run came to.
    struct Outcome: Sendable {
        let code: Int32
        let output: String
        let errors: String
        /// When it was over, however late the test learnt of it.
        let ended: ContinuousClock.Instant
    }

    let directory: URL
    private let process: Process
    private let ended: AsyncStream<(code: Int32, at: ContinuousClock.Instant)>

    /// Starts it; `{}` in an argument stands for its directory, into which `files` are written before.
    ///
    /// - Parameters:
    ///   - output: Where standard output goes; to a file where nothing is said.
    ///   - errors: Where standard error goes; likewise.
    init(
        _ arguments: [String], files: [String: String] = [:], executable: URL = Program.path,
        output: FileHandle? = nil, errors: FileHandle? = nil
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appending(path: name))
        }
        process = Process()
        process.executableURL = executable
        process.arguments = arguments.map { [directory] in $0.replacing("{}", with: directory.path) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try output ?? Self.file(directory.appending(path: "output"))
        process.standardError = try errors ?? Self.file(directory.appending(path: "errors"))
        let (ended, end) = AsyncStream<(code: Int32, at: ContinuousClock.Instant)>.makeStream()
        self.ended = ended
        try process.run()
        Thread.detachNewThread { [process] in
            end.yield((Self.exitCode(of: process), .now))
            end.finish()
        }
    }

    /// Blocks until it has ended. Asked of the kernel: Foundation learns of an end by a descriptor that another
    /// process, started at the same moment, may have inherited and hold for as long as it lives.
    private static func exitCode(of process: Process) -> Int32 {
        var end = siginfo_t()
        while waitid(P_PID, id_t(process.processIdentifier), &end, WEXITED | WNOWAIT) != 0 {
            if errno == EINTR { continue }
            // Foundation was quicker.
            process.waitUntilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -1
        }
        // Death by a signal is no exit code.
        return end.si_code == CLD_EXITED ? end._sifields._sigchld.si_status : -1
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        do { try FileManager.default.removeItem(at: directory) } catch {}
    }

    /// Runs it to its end.
    static func run(_ arguments: [String], files: [String: String] = [:]) async throws -> Outcome {
        try await Program(arguments, files: files).outcome()
    }

    /// Runs a line of the shell to its end; `$1` in it is the program, `{}` its directory.
    static func shell(_ line: String, files: [String: String] = [:]) async throws -> Outcome {
        try await start(shell: line, files: files).outcome()
    }

    /// The same, while it runs.
    static func start(shell line: String, files: [String: String] = [:]) throws -> Program {
        try Program(
            ["-c", line, "sh", path.path], files: files, executable: URL(filePath: "/bin/sh"))
    }

    /// Waits for its end, and makes one after five minutes.
    func outcome() async throws -> Outcome {
        let watchdog = Task { [process] in
            try await Task.sleep(for: .seconds(300))
            kill(process.processIdentifier, SIGKILL)
        }
        defer { watchdog.cancel() }
        for await end in ended {
            return Outcome(
                code: end.code, output: read("output"), errors: read("errors"), ended: end.at)
        }
        throw CancellationError()
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// The same to the process that it started last, where there is one.
    func sendToChild(_ signal: Int32) {
        let own = process.processIdentifier
        let list = FileManager.default.contents(atPath: "/proc/\(own)/task/\(own)/children") ?? Data()
        let children = String(decoding: list, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        if let child = children.last { kill(child, signal) }
    }

    /// What one of its descriptors leads to; nil where it is closed.
    func descriptor(_ number: Int) -> String? {
        do {
            let link = "/proc/\(process.processIdentifier)/fd/\(number)"
            return try FileManager.default.destinationOfSymbolicLink(atPath: link)
        } catch {
            return nil
        }
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name))
    }

    /// Waits until it has written `text` to standard error.
    func logs(_ text: String, times: Int = 1) async -> Bool {
        await eventually { self.read("errors").ranges(of: text).count >= times }
    }

    /// The same, unless it ends before.
    func logsBeforeItsEnd(_ text: String) async -> Bool {
        _ = await eventually { self.read("errors").contains(text) || !self.process.isRunning }
        return read("errors").contains(text)
    }

    /// Waits until it has printed `text` on standard output.
    func prints(_ text: String) async -> Bool { await eventually { self.output.contains(text) } }

    /// What lies in its directory.
    var files: [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: directory.path) } catch { return [] }
    }

    /// What it has printed on standard output so far.
    var output: String { read("output") }

    private func read(_ name: String) -> String {
        guard let data = FileManager.default.contents(atPath: directory.appending(path: name).path) else {
            return ""
        }
        return String(decoding: data, as: UTF8.self)
    }

    private static func file(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    /// It lies beside the running tests.
    static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "decommission-gate")
}

/// Waits until `condition` is true, and gives up so late that only a broken program can tell.
func eventually(_ condition: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(300)
    while await !condition() {
        guard ContinuousClock.now < deadline else { return false }
        do { try await Task.sleep(for: .milliseconds(20)) } catch { return false }
    }
    return true
}
