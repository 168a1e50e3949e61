import Glibc

/// What can be done to the two outputs.
enum Terminal {
    /// Whether text on standard output may be coloured (no-color.org).
    static var showsColour: Bool {
        isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
    }

    /// Whether a line on standard error can be written over.
    static var rewritesLines: Bool { isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb" }

    /// Columns of standard error; 80 where it does not say.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func variable(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }
}

/// What is going on, for the person who waits: one line that changes on a terminal, one line per change
/// elsewhere.
struct Progress {
    private let rewrites = Terminal.rewritesLines
    private var last = ""

    /// Shows `text`; elsewhere than on a terminal only if `change` is another one than before.
    mutating func show(_ text: String, change: String) {
        if rewrites {
            StandardError.write("\r\u{1B}[K" + text.prefix(Terminal.columns - 1))
        } else if change != last {
            StandardError.write(text + "\n")
        }
        last = change
    }

    /// Leaves an empty line for what comes after.
    func clear() {
        if rewrites { StandardError.write("\r\u{1B}[K") }
    }
}
