import Quiescence

/// Text with some structure that has no form yet. Names out of Kafka go in as they are; the forms that it is
/// given (``Markdown``, ``HTML``) escape everything.
struct Prose: Equatable {
    private(set) var blocks: [Block] = []

    enum Block: Equatable {
        /// 1 is the document's title.
        case heading(Int, String)
        case paragraph([Span])
        /// What must not be overlooked.
        case alarm(String)
        case list([[Span]])
        case table([String], [[[Span]]])
    }

    /// A piece of a line.
    enum Span: Equatable, ExpressibleByStringInterpolation {
        case text(String)
        /// A name, or what is typed: shown letter by letter.
        case name(String)
        case strong(String)

        init(stringLiteral value: String) { self = .text(value) }
    }

    mutating func heading(_ level: Int, _ text: String) { blocks.append(.heading(level, text)) }
    mutating func paragraph(_ spans: Span...) { blocks.append(.paragraph(spans)) }
    mutating func alarm(_ text: String) { blocks.append(.alarm(text)) }

    /// Nothing where there is no item.
    mutating func list(_ items: [[Span]]) {
        if !items.isEmpty { blocks.append(.list(items)) }
    }

    /// Its first rows, and how many are left out; where there is none, the sentence `none`.
    mutating func table(_ head: [String], _ rows: [[Span]], most: Int = .max, none: String) {
        guard !rows.isEmpty else { return paragraph(.text(none)) }
        blocks.append(.table(head, rows.prefix(most).map { $0.map { [$0] } }))
        if rows.count > most {
            paragraph(.text("and \(grouped(rows.count - most)) more; the JSON form of this report has all."))
        }
    }
}
