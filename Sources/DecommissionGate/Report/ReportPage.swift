/// A report as a page that stands alone: no script, nothing is loaded, and its own policy says so.
enum ReportPage {
    /// Nothing is loaded, sent or run; the one style sheet is known by its hash.
    private static let policy =
        "default-src 'none'; style-src 'sha256-\(Stylesheet.hash)'; img-src data:; base-uri 'none'; "
        + "form-action 'none'"

    /// The same for a server to say, which may say more.
    static let contentSecurityPolicy = "\(policy); frame-ancestors 'none'"

    static func render(_ prose: Prose, title: String) -> [UInt8] {
        var page = HTML()
        page.literal("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        page.void(
            "meta", Attribute("http-equiv", "Content-Security-Policy"),
            Attribute("content", policy))
        page.void(
            "meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")
        )
        page.element("title", text: title)
        page.literal("<style>", Stylesheet.text, "</style></head>\n<body><main>")
        page.prose(prose)
        page.literal("</main></body></html>\n")
        return page.bytes
    }
}

extension HTML {
    /// Structured text, each block an element of its own.
    mutating func prose(_ prose: Prose) {
        for block in prose.blocks {
            switch block {
            case .heading(1, let text): element("h1", text: text)
            case .heading(2, let text): element("h2", text: text)
            case .heading(_, let text): element("h3", text: text)
            case .paragraph(let spans): element("p") { $0.spans(spans) }
            case .alarm(let text): element("p", class: "alarm", text: text)
            case .list(let items):
                element("ul") { page in
                    for item in items { page.element("li") { $0.spans(item) } }
                }
            case .table(let head, let rows): table(head, rows)
            }
        }
    }

    private mutating func table(_ head: [String], _ rows: [[[Prose.Span]]]) {
        element("table") { page in
            page.element("thead") { page in
                page.element("tr") { page in
                    for cell in head { page.element("th", Attribute("scope", "col"), text: cell) }
                }
            }
            page.element("tbody") { page in
                for row in rows {
                    page.literal("\n")
                    page.element("tr") { page in
                        for cell in row { page.element("td") { $0.spans(cell) } }
                    }
                }
            }
        }
    }

    private mutating func spans(_ spans: [Prose.Span]) {
        for span in spans {
            switch span {
            case .text(let text): self.text(text)
            case .name(let name): element("code", text: name)
            case .strong(let text): element("strong", text: text)
            }
        }
    }
}
