extension String {
    /// A double-quoted scalar that the configuration reads back as exactly this text: no name can end the
    /// line, become a key, or be taken for a reference.
    var inYAML: String {
        var text = "\""
        for scalar in replacing("${", with: "$${").unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where scalar.isUnsafeToShow: text += scalar.escapedInYAML
            case _: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension Unicode.Scalar {
    fileprivate var escapedInYAML: String {
        let digits = String(value, radix: 16)
        let (letter, width) = value <= 0xFFFF ? ("u", 4) : ("U", 8)
        return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
}
