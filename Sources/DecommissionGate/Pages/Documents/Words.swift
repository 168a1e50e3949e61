import Quiescence

/// Figures in words, as the page and the text write them.
enum Words {
    /// The two largest units: `24 h`, `14 h 13 m`, `12 s`. Hours go up to two days.
    static func duration(_ duration: Duration) -> String {
        let seconds = duration.milliseconds / 1000
        guard seconds >= 0 else { return "-" + self.duration(.zero - duration) }
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: pair(seconds, (60, "m"), (1, "s"))
        case ..<172_801: pair(seconds, (3600, "h"), (60, "m"))
        default: pair(seconds, (86_400, "d"), (3600, "h"))
        }
    }

    /// Seconds as a document has them; one that was read from outside may hold any number.
    static func duration(seconds: Double) -> String {
        seconds.magnitude < 1e12 ? duration(.milliseconds(Int64(seconds * 1000))) : "\(seconds) s"
    }

    private static func pair(_ seconds: Int64, _ large: (Int64, String), _ small: (Int64, String)) -> String {
        let rest = seconds % large.0 / small.0
        return "\(seconds / large.0) \(large.1)" + (rest == 0 ? "" : " \(rest) \(small.1)")
    }

    /// `1 topic`, `812 topics`, `6,398 topics`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Digits in groups of three.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// Lines of at most `columns`, broken at spaces.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + word.count < columns {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }

    /// `name` on one line and harmless to a terminal: control characters are written as escapes.
    static func oneLine(_ name: String) -> String {
        guard name.unicodeScalars.contains(where: isControl) else { return name }
        return String(
            name.unicodeScalars.map { scalar in
                isControl(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
            }.joined())
    }

    /// Controls, line and paragraph separators, and the marks that reorder text.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
