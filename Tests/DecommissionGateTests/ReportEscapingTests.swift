import Quiescence
import Testing

@testable import DecommissionGate

/// Kafka's names may hold anything; none of it becomes markup.
@Suite struct ReportEscapingTests {
    @Test("In HTML the only tags are the page's own, whatever names hold; no script, nothing loaded")
    func html() throws {
        let page = String(decoding: ReportFormat.html.bytes(of: try ReportFixture.hostile()), as: UTF8.self)
        let own: Set<Substring> = [
            "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul",
            "li", "table", "thead", "tbody", "tr", "th", "td", "code", "strong",
        ]
        let tags = page.matches(of: /<\/?([^ >]*)/).map(\.output.1)
        #expect(Set(tags).isSubset(of: own), "\(Set(tags).subtracting(own))")
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.contains("\u{202E}"))
        #expect(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;"))
    }

    @Test("In Markdown no name ends its cell, its line or its text, whatever it holds")
    func markdown() throws {
        let text = String(
            decoding: ReportFormat.markdown.bytes(of: try ReportFixture.hostile()), as: UTF8.self)
        let bare = text.replacing(/`[^`\n]*`/, with: "")
        let active = [
            "<script", "<!--", "![", "](", "*a*", "_b_", "~~", "@team", "http://x", "\n    code", "\n# head",
        ]
        for markup in active { #expect(!bare.contains(markup), "\(markup)") }
        #expect(!text.contains("\u{202E}"))
        var columns: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = nil
                continue
            }
            let count = line.count { $0 == "|" }
            #expect(count == columns ?? count, "\(line)")
            columns = count
        }
    }

    @Test(
        "A name is shown letter by letter",
        arguments: [
            ("orders", "`orders`"), ("a|b", "<code>a&#124;b</code>"), ("", "<code></code>"),
            ("back`tick", "<code>back&#96;tick</code>"), ("<b>", "<code>&#60;b&#62;</code>"),
            ("\\|", "<code>&#92;&#124;</code>"), ("a b", "`a b`"), ("é", "`é`"), ("\\", "`\\`"),
            ("a`", "<code>a&#96;</code>"),
            (" - x", "<code>&#32;- x</code>"),
        ])
    func names(name: String, shown: String) {
        var prose = Prose()
        prose.paragraph(.name(name))
        #expect(Markdown.render(prose) == shown + "\n")
    }

    @Test(
        "Text that looks like markup stays text, and plain words stay plain",
        arguments: [
            ("advanced by 3, to 1,204", "advanced by 3, to 1,204"), ("1. one", "1&#46; one"),
            ("10) ten", "10&#41; ten"), ("1.5 s", "1.5 s"),
            ("# head", "&#35; head"), ("*a*", "&#42;a&#42;"), ("a_b", "a_b"), ("_a_", "&#95;a&#95;"),
            ("a: b", "a: b"), ("- a", "&#45; a"), ("    a", "&#32;   a"),
            ("see http://x", "see http&#58;//x"), ("@team", "&#64;team"), ("a\nb", "a&#92;nb"),
        ])
    func text(text: String, shown: String) {
        var prose = Prose()
        prose.paragraph(.text(text))
        #expect(Markdown.render(prose) == shown + "\n")
    }
}
