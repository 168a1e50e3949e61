/// A piece of a script for bash. What is filled into it becomes one quoted word, or a comment on one line:
/// whatever a name holds, it is never a command.
struct ShellText: ExpressibleByStringInterpolation, Sendable {
    private(set) var text: String

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation pieces: Pieces) { text = pieces.text }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.text += right.text
        return sum
    }

    /// What stands between the quotes of a literal; there is no way in for text that is not escaped.
    struct Pieces: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(word: String) { text += ShellText.quoted(word) }
        mutating func appendInterpolation(comment: String) { text += comment.onOneLine }
        mutating func appendInterpolation(piece: ShellText) { text += piece.text }
        mutating func appendInterpolation(number: Int) { text += "\(number)" }

        /// Each on a line of its own, behind what stands before.
        mutating func appendInterpolation(words: [String]) {
            text += words.map { " \\\n        \(ShellText.quoted($0))" }.joined()
        }
    }

    /// One word that bash reads back as exactly `word`, and that looks like nothing else: what would command a
    /// terminal or reorder the text is written as an escape. A NUL cannot be part of any word.
    private static func quoted(_ word: String) -> String {
        guard word.unicodeScalars.contains(where: \.isUnsafeToShow) else {
            return "'\(word.replacing("'", with: "'\\''"))'"
        }
        let escaped = word.unicodeScalars.map { scalar in
            switch scalar {
            case "'": "\\'"
            case "\\": "\\\\"
            case _ where scalar.isUnsafeToShow: String(scalar).utf8.map(hexadecimal).joined()
            case _: String(scalar)
            }
        }
        return "$'\(escaped.joined())'"
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension [ShellText] {
    func joined() -> ShellText { reduce("") { $0 + $1 } }
}
