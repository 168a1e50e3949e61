/// A page under construction. Markup is written in literals only, and all other text is escaped: no
/// name of a topic or group can become markup, break a line or reorder the text around it.
struct HTML: Sendable {
    private(set) var bytes: [UInt8] = []

    /// An element with what `content` writes into it.
    mutating func element(
        _ tag: StaticString, class style: StaticString? = nil, _ attributes: Attribute...,
        content: (inout HTML) -> Void = { _ in }
    ) {
        open(tag, style, attributes)
        content(&self)
        literal("</", tag, ">")
    }

    /// An element that holds one text.
    mutating func element(
        _ tag: StaticString, class style: StaticString? = nil, _ attributes: Attribute..., text: String
    ) {
        open(tag, style, attributes)
        self.text(text)
        literal("</", tag, ">")
    }

    /// An element that has no content by its nature.
    mutating func void(_ tag: StaticString, _ attributes: Attribute...) {
        open(tag, nil, attributes)
    }

    /// Text, shown as it is.
    mutating func text(_ text: String) { escape(text) }

    /// What cannot be said in elements: the document type, the style sheet.
    mutating func literal(_ parts: StaticString...) {
        for part in parts { bytes.append(contentsOf: part.description.utf8) }
    }

    /// What another one holds.
    mutating func append(_ other: HTML) { bytes += other.bytes }

    /// The page is cut here: what was written so far, and a builder for the rest.
    mutating func cut() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    private mutating func open(_ tag: StaticString, _ style: StaticString?, _ attributes: [Attribute]) {
        literal("<", tag)
        if let style { literal(" class=\"", style, "\"") }
        for attribute in attributes {
            literal(" ", attribute.name, "=\"")
            escape(attribute.value)
            literal("\"")
        }
        literal(">")
    }

    private mutating func escape(_ text: String) {
        for byte in text.onOneLine.utf8 {
            switch byte {
            case UInt8(ascii: "&"): literal("&amp;")
            case UInt8(ascii: "<"): literal("&lt;")
            case UInt8(ascii: ">"): literal("&gt;")
            case UInt8(ascii: "\""): literal("&quot;")
            case UInt8(ascii: "'"): literal("&#39;")
            default: bytes.append(byte)
            }
        }
    }
}

/// One attribute; its name is a literal, its value is escaped.
struct Attribute {
    let name: StaticString
    let value: String

    init(_ name: StaticString, _ value: String) {
        self.name = name
        self.value = value
    }
}
