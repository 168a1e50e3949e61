/// A file of Java properties, by the rules of `java.util.Properties.load`.
enum PropertiesFile {
    /// The value of `key`; of the last line where it is repeated, as in Java.
    static func value(of key: String, in bytes: [UInt8]) throws(FormatProblem) -> String {
        // Java reads Latin-1 or UTF-8, depending on who calls it; hosts and ports are the same in both.
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        var found: String?
        for line in try logicalLines(of: text) {
            let (name, value) = split(line)
            // Java refuses the whole file for one bad escape, wherever it stands.
            let pair = (name: try unescape(name), value: try unescape(value))
            if pair.name == key { found = pair.value }
        }
        guard let found else { throw .noSuchKey }
        return found
    }

    /// Lines without comments, blank lines and leading blanks, those that a `\` continues joined.
    private static func logicalLines(of text: String) throws(FormatProblem) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = []
        var continued: [Unicode.Scalar]?
        // \r\n is one character to Swift and one line end to Java.
        for natural in text.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd) {
            var line = Array(natural.unicodeScalars.drop(while: isBlank))
            if continued == nil, line.isEmpty || line.first == "#" || line.first == "!" {
                // A comment to Java. Spring begins another document there, which may be in force or not.
                if line.dropFirst().starts(with: "---".unicodeScalars), line.dropFirst(4).allSatisfy(isBlank)
                {
                    throw .malformed(
                        "it has several documents, as Spring tells them apart by a line #---",
                        mend: "name a file that holds the one in force")
                }
                continue
            }
            let backslashes = line.reversed().prefix { $0 == "\\" }.count
            let goesOn = !backslashes.isMultiple(of: 2)
            if goesOn { line.removeLast() }
            line = (continued ?? []) + line
            continued = goesOn ? line : nil
            if !goesOn { lines.append(line) }
        }
        // A last line that wants to go on ends with the file.
        return lines + (continued.map { [$0] } ?? [])
    }

    /// Cuts at the first `=`, `:` or blank that no `\` stands before; blanks around it go.
    private static func split(_ line: [Unicode.Scalar]) -> (
        ArraySlice<Unicode.Scalar>, ArraySlice<Unicode.Scalar>
    ) {
        var end = line.startIndex
        while end < line.endIndex, !isBlank(line[end]), line[end] != "=", line[end] != ":" {
            end += line[end] == "\\" ? 2 : 1
        }
        end = min(end, line.endIndex)
        var value = line[end...].drop(while: isBlank)
        if value.first == "=" || value.first == ":" { value = value.dropFirst().drop(while: isBlank) }
        return (line[..<end], value)
    }

    private static func unescape(_ text: ArraySlice<Unicode.Scalar>) throws(FormatProblem) -> String {
        var units: [UInt16] = []
        var rest = text
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                units += String(scalar).utf16
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            switch escaped {
            case "t": units.append(9)
            case "n": units.append(10)
            case "f": units.append(12)
            case "r": units.append(13)
            case "u": units.append(try codeUnit(&rest))
            default: units += String(escaped).utf16
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    private static func codeUnit(_ rest: inout ArraySlice<Unicode.Scalar>) throws(FormatProblem) -> UInt16 {
        let digits = String(String.UnicodeScalarView(rest.prefix(4)))
        guard digits.count == 4, digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16) else {
            throw .malformed(
                #"a \u that no four hexadecimal digits follow"#, mend: "Java refuses this file too")
        }
        rest = rest.dropFirst(4)
        return unit
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\u{C}"
    }

    private static func isLineEnd(_ character: Character) -> Bool {
        character == "\n" || character == "\r" || character == "\r\n"
    }
}
