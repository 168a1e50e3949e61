import Glibc

@main
struct DecommissionGateCommand {
    static func main() async {
        Signals.ignoreBrokenPipes()
        await end(run(Array(CommandLine.arguments.dropFirst())))
    }

    private static func run(_ words: [String]) async -> ExitCode {
        do throws(Failure) {
            let command = try Invocation.command(for: words)
            command.prepare()
            return try await command.run()
        } catch {
            StandardError.complain(error.message)
            return error.code
        }
    }

    /// Ends without waiting for the client library's threads: giving up a connection can hang, and nothing
    /// is left to save. Output that got lost is no success.
    private static func end(_ code: ExitCode) -> Never {
        let isWritten = fflush(nil) == 0
        _exit((code == .safe && !isWritten ? ExitCode.ourFault : code).rawValue)
    }
}
