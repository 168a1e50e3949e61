/// Markdown for a ticket, as GitHub, GitLab and others read it.
///
/// Whatever could mean something is written as a number (`&#124;`): that is text in a table, in a list and
/// between tags alike, where a backslash is not always.
enum Markdown {
    static func render(_ prose: Prose) -> String {
        prose.blocks.map(block).joined(separator: "\n\n") + "\n"
    }

    private static func block(_ block: Prose.Block) -> String {
        switch block {
        case .heading(let level, let text): String(repeating: "#", count: level) + " " + plain(text)
        case .paragraph(let spans): line(spans)
        case .alarm(let text): "> **\(plain(text))**"
        case .list(let items): items.map { "- " + line($0) }.joined(separator: "\n")
        case .table(let head, let rows):
            ([row(head.map { plain($0) }), row(head.map { _ in "---" })] + rows.map { row($0.map(line)) })
                .joined(separator: "\n")
        }
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private static func line(_ spans: [Prose.Span]) -> String {
        spans.enumerated().map { index, span in
            switch span {
            case .text(let text): plain(text, isAtStart: index == 0)
            case .strong(let text): text.isEmpty ? "" : "**\(plain(text))**"
            case .name(let name): self.name(name)
            }
        }.joined()
    }

    /// In backticks where nothing in it could end them or the table's cell, else between tags.
    private static func name(_ name: String) -> String {
        let shown = name.onOneLine
        let isHarmless =
            !shown.isEmpty && shown.first != " " && shown.last != " "
            && !shown.contains { "`|<>&".contains($0) }
        return isHarmless ? "`\(shown)`" : "<code>\(plain(shown))</code>"
    }

    /// As text that is nothing but text.
    ///
    /// - Parameter isAtStart: Whether it begins a line, where more means something than within one.
    private static func plain(_ text: String, isAtStart: Bool = true) -> String {
        let scalars = Array(text.onOneLine.unicodeScalars)
        let digits = isAtStart ? scalars.prefix { isWordy($0) && $0.properties.numericType != nil }.count : -1
        var line = ""
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            let before = index > 0 ? scalars[index - 1] : nil
            let isActive =
                switch scalar {
                // A list of numbers.
                case ".", ")": digits > 0 && index == digits && (next == nil || next == " ")
                // Lists, rules, underlines, indented code.
                case "-", "+", "=", " ": isAtStart && index == 0
                // An address.
                case ":": next == "/"
                // Emphasis, unless letters stand on both sides.
                case "_": !(before.map(isWordy) ?? false) || !(next.map(isWordy) ?? false)
                case "\\", "`", "*", "[", "]", "<", ">", "#", "|", "~", "&", "@", "$", "^", "{", "}": true
                case _: false
                }
            if isActive { line += "&#\(scalar.value);" } else { line.unicodeScalars.append(scalar) }
        }
        return line
    }

    private static func isWordy(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z": true
        case _: false
        }
    }
}
