import Glibc

/// Where log lines and messages go, each in one write so that lines of several threads never mix.
enum StandardError {
    /// Where this cannot be written there is nobody left to tell.
    static func write(_ text: String) { _ = StandardStreams.write(text, to: STDERR_FILENO) }

    /// A message of the program itself to the person who called it.
    static func complain(_ message: String) { write("decommission-gate: \(message)\n") }
}
