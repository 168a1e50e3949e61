import Glibc
import Synchronization

/// Where answers go, at once and whole. The C library's buffer would have to be flushed at the end, and hides
/// what could not be written before.
enum StandardOutput {
    private static let failure = Atomic<Int32>(0)

    /// Why something that was printed got lost (`errno`); nil while nothing is.
    static var loss: Int32? {
        let code = failure.load(ordering: .relaxed)
        return code == 0 ? nil : code
    }

    /// Prints `text` as it is; a loss shows in ``loss``.
    static func write(_ text: String) {
        if let code = StandardStreams.write(text, to: STDOUT_FILENO) {
            failure.store(code, ordering: .relaxed)
        }
    }

    /// Prints one line.
    static func line(_ text: String) { write(text + "\n") }
}
