import Glibc

/// Where log lines and messages go, each in one write so that lines of several threads never mix.
enum StandardError {
    static func write(_ text: String) {
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                // There is nobody left to tell.
                return
            }
        }
    }

    /// A message of the program itself to the person who called it.
    static func complain(_ message: String) { write("decommission-gate: \(message)\n") }
}
