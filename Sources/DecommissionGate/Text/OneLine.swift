extension String {
    /// On one line and harmless to a terminal, whatever a name holds: what would break the line, command the
    /// terminal or reorder the text is written as an escape.
    var onOneLine: String {
        // Nearly all text is plain, and asking for the category of a letter takes time.
        guard !utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return self }
        guard unicodeScalars.contains(where: \.isUnsafeToShow) else { return self }
        return unicodeScalars.map { scalar in
            scalar.isUnsafeToShow ? scalar.escaped(asASCII: true) : String(scalar)
        }.joined()
    }
}

extension Unicode.Scalar {
    /// Controls, line and paragraph separators, the marks that reorder text, and what is no character.
    var isUnsafeToShow: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        case _: false
        }
    }
}
