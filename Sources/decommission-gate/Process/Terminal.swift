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

    /// `text` and, where it leaves room for as much again, `end`: on one line of `columns`, the last of which stays
    /// empty, for a terminal may go on to the next line once it is full.
    static func fitted(_ text: String, end: String = "", to columns: Int) -> String {
        let room = columns - 1
        let tail = width(of: end) * 2 <= room ? end : ""
        let body = room - width(of: tail)
        guard width(of: text) > body else { return text + tail }
        var cut = ""
        var used = 1
        for character in text {
            used += width(of: String(character))
            guard used <= body else { break }
            cut.append(character)
        }
        return body > 0 ? cut + "…" + tail : ""
    }

    /// Columns that it may take: a character of other scripts takes up to two.
    private static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
    }

    private static func variable(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }
}

/// What is going on, for the person who waits: one line that changes on a terminal, one line per change
/// elsewhere.
struct Progress {
    /// Whether there is a terminal.
    let rewrites = Terminal.rewritesLines
    private var last = ""

    /// Shows `text`; elsewhere than on a terminal only if `change` is another one than before.
    ///
    /// - Parameter end: What stands behind it on a terminal that is wide enough, and changes all the time.
    mutating func show(_ text: String, end: String = "", change: String = "") {
        if rewrites {
            // Asked each time: somebody may have made the window narrower.
            StandardError.write("\r\u{1B}[K" + Terminal.fitted(text, end: end, to: Terminal.columns))
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
