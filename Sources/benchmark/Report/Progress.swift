import Glibc
import Synchronization

/// Says on standard error what is going on: one line that changes on a terminal, one line per change elsewhere.
final class Progress: Sendable {
    private let last = Mutex("")
    private let rewrites = isatty(STDERR_FILENO) == 1

    func show(_ text: String) {
        last.withLock { last in
            guard text != last else { return }
            last = text
            StandardError.write(rewrites ? "\r\u{1B}[K\(text)" : "benchmark: \(text)\n")
        }
    }

    /// Leaves an empty line for what comes after.
    func clear() { if rewrites { StandardError.write("\r\u{1B}[K") } }
}

/// Standard error, unbuffered.
enum StandardError {
    static func write(_ text: String) {
        // Where nobody takes it there is nobody to tell.
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
