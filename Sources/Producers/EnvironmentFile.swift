/// A file of environment variables, as shells, Compose and the dotenv libraries agree to read it.
enum EnvironmentFile {
    /// The value of `key`; of the last assignment where it is repeated.
    static func value(of key: String, in bytes: [UInt8]) throws(FormatProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .malformed("a byte that is not UTF-8", mend: "save the file as UTF-8")
        }
        var found: String?
        var rest = text[...]
        while !rest.isEmpty {
            guard let name = takeName(&rest) else {
                skipLine(&rest)
                continue
            }
            let value = try takeValue(&rest)
            if name == key { found = value }
        }
        guard let found else { throw .noSuchKey }
        return found
    }

    /// Takes the name and its `=`; nil, and nothing taken, where the line is a comment, blank, or a name
    /// without a value, which Compose takes from elsewhere.
    private static func takeName(_ rest: inout Substring) -> String? {
        let head = rest.prefix { $0 != "=" && !$0.isNewline }
        let words = head.split(whereSeparator: \.isWhitespace)
        guard rest[head.endIndex...].first == "=", words.first?.hasPrefix("#") != true else { return nil }
        rest = rest[head.endIndex...].dropFirst()
        return (words.first == "export" ? words.dropFirst() : words[...]).joined(separator: " ")
    }

    private static func takeValue(_ rest: inout Substring) throws(FormatProblem) -> String {
        rest = rest.drop { $0 == " " || $0 == "\t" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            let line = rest.prefix { !$0.isNewline }
            skipLine(&rest)
            return withoutComment(line)
        }
        rest.removeFirst()
        let value = try takeQuoted(&rest, until: quote)
        let tail = rest.prefix { !$0.isNewline }.drop { $0 == " " || $0 == "\t" }
        guard tail.isEmpty || tail.hasPrefix("#") else {
            throw .malformed("text after a closing quote", mend: "put the whole value within the quotes")
        }
        skipLine(&rest)
        return value
    }

    /// Up to the closing quote, over lines if need be. Only double quotes know escapes.
    private static func takeQuoted(
        _ rest: inout Substring, until quote: Character
    ) throws(FormatProblem) -> String {
        var value = ""
        while let character = rest.popFirst() {
            if character == quote { return value }
            guard character == "\\", quote == "\"", let escaped = rest.popFirst() else {
                value.append(character)
                continue
            }
            switch escaped {
            case "n": value.append("\n")
            case "r": value.append("\r")
            case "t": value.append("\t")
            case "\\", "\"", "$", "`": value.append(escaped)
            default: value += "\\\(escaped)"
            }
        }
        throw .malformed("a quote that nothing closes", mend: "close the quote")
    }

    /// A comment begins at a # after a blank.
    private static func withoutComment(_ line: Substring) -> String {
        var end = line.endIndex
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#", previous == " " || previous == "\t" {
                end = index
                break
            }
            previous = line[index]
        }
        let value = line[..<end]
        let last = value.lastIndex { !$0.isWhitespace }
        return last.map { String(value[...$0]) } ?? ""
    }

    private static func skipLine(_ rest: inout Substring) {
        rest = rest.drop { !$0.isNewline }.dropFirst()
    }
}
