import DecommissionGate

/// A text that was found to be UTF-8 without control characters; its byte-order mark is cut.
struct SourceText {
    private(set) var bytes: [UInt8]
    /// How many lines may still be mended: each costs another pass.
    private var linesToMend = 100

    init(_ bytes: [UInt8]) throws(SyntaxProblem) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        try Self.check(self.bytes)
    }

    private static func check(_ bytes: [UInt8]) throws(SyntaxProblem) {
        var position = SourcePosition(line: 1, column: 1)
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .emptyInput: return
            case .error:
                throw SyntaxProblem(at: position, "line \(position.line): a byte that is not UTF-8")
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                guard isPrintable(scalar) else {
                    throw SyntaxProblem(at: position, "a control character (\(hexadecimal(scalar)))")
                }
                position.column += 1
                if scalar == "\n" { position = SourcePosition(line: position.line + 1, column: 1) }
            }
        }
    }

    /// The characters that YAML allows; libyaml's own error for others has no line.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85: true
        case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        "U+" + String(scalar.value, radix: 16, uppercase: true)
    }

    /// Whether the character at `position` is a tab.
    func isTab(at position: SourcePosition) -> Bool {
        guard let line = line(position.line) else { return false }
        let scalars = String(decoding: bytes[line], as: UTF8.self).unicodeScalars
        return scalars.dropFirst(position.column - 1).first == "\t"
    }

    /// Turns the tabs of a line into spaces if it holds nothing but blanks and a comment.
    /// To be asked only of a place where libyaml expected a token: within a block of text tabs are text.
    mutating func blankTabs(at position: SourcePosition) -> Bool {
        guard linesToMend > 0, let line = line(position.line) else { return false }
        let blanks = bytes[line].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let next = bytes[line].dropFirst(blanks.count).first
        guard next == nil || next == UInt8(ascii: "#") || next == UInt8(ascii: "\r") else { return false }
        linesToMend -= 1
        for index in blanks.indices { bytes[index] = UInt8(ascii: " ") }
        return true
    }

    /// The bytes of a line without its line feed.
    private func line(_ number: Int) -> Range<Int>? {
        var start = 0
        for _ in 1..<number {
            guard let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = feed + 1
        }
        return start..<(bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex)
    }
}
