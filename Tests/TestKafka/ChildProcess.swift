import Glibc
import Synchronization

/// A process that we started, in a session of its own (a terminal's ^C does not reach it).
package final class ChildProcess: Sendable {
    package let id: Int32
    private let ended = Mutex(false)

    /// Starts `command` with its output appended to the file `output`.
    ///
    /// Signal dispositions and mask are reset: threads of Swift's pools block most signals, children
    /// would inherit that, and a SIGTERM would then never arrive.
    init(_ command: [String], environment: [String], input: Int32? = nil, output: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which glibc shows to GNU sources only
        let flags = newSession | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var child: pid_t = 0
        let result = posix_spawn(&child, command[0], &actions, &attributes, arguments, variables)
        guard result == 0 else {
            throw TestKafkaError("cannot start \(command[0]): \(String(cString: strerror(result)))")
        }
        id = child
    }

    /// Whether it has ended; it is reaped as soon as that is seen.
    package var hasEnded: Bool { ended.withLock { reap(&$0) } }

    /// Sends `signal`, unless the process has ended: its number may belong to somebody else then.
    package func send(_ signal: Int32) {
        ended.withLock { ended in
            if !reap(&ended) { kill(id, signal) }
        }
    }

    /// Waits until it has ended; false when it has not after `limit`.
    package func end(within limit: Duration) async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: limit)
        while !hasEnded {
            // Not a cancellable wait: a cancelled test must still see its processes end.
            guard clock.now < deadline else { return false }
            await Task { try? await clock.sleep(for: .milliseconds(20)) }.value
        }
        return true
    }

    private func reap(_ ended: inout Bool) -> Bool {
        if !ended {
            var status: Int32 = 0
            ended = waitpid(id, &status, WNOHANG) == id
        }
        return ended
    }
}
