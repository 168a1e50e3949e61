import Allocator
import Glibc

@main
struct DecommissionGateCommand {
    /// Not `async`: what a command prepares must be done on the main thread before there is another one,
    /// and an asynchronous `main` may begin on any.
    static func main() {
        Allocator.keepSmall()
        StandardStreams.fillGaps()
        Signals.ignoreBrokenPipes()
        do throws(Failure) {
            let command = try Invocation.command(for: Array(CommandLine.arguments.dropFirst()))
            command.prepare()
            Task.detached { await end(run(command)) }
        } catch {
            end(explained(error))
        }
        while true { pause() }
    }

    private static func run(_ command: any Command) async -> ExitCode {
        do throws(Failure) {
            return try await command.run()
        } catch {
            return explained(error)
        }
    }

    private static func explained(_ failure: Failure) -> ExitCode {
        StandardError.complain(failure.message)
        return failure.code
    }

    /// Ends without waiting for the client library's threads: giving up a connection can hang, and nothing
    /// is left to save. Output that got lost is no success.
    private static func end(_ code: ExitCode) -> Never {
        if let loss = StandardOutput.loss {
            // Whoever closed a pipe early has read what was wanted.
            if loss != EPIPE { StandardError.complain("output was lost: \(String(cString: strerror(loss)))") }
            if code == .safe { _exit(ExitCode.ourFault.rawValue) }
        }
        _exit(code.rawValue)
    }
}
