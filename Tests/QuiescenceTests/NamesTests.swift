import Quiescence
import Testing

@Suite("Names")
struct NamesTests {
    @Test("Names of equal appearance and other bytes are two, as Kafka sees them")
    func bytesDecide() {
        let composed = GroupName(rawValue: "caf\u{e9}")
        let decomposed = GroupName(rawValue: "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(composed == GroupName(rawValue: "caf\u{e9}"))
        #expect((composed < decomposed) != (decomposed < composed))
    }

    @Test(
        "A group's name is written so that one sees that there is one, and where it ends",
        arguments: [
            ("billing", "billing"), ("", #""""#), (" ", #"" ""#), ("billing ", #""billing ""#),
            ("\tbilling", "\"\tbilling\""), (#""billing ""#, #"""billing """#), ("a b", "a b"),
        ])
    func visible(name: String, written: String) {
        #expect("\(GroupName(rawValue: name))" == written)
    }

    @Test("A literal rule takes the one name that it spells")
    func literalRules() throws {
        let rule = NameRule(names: .name("caf\u{e9}"), reason: "on purpose")
        let matcher = try NameMatcher([rule]) { $0.names }
        #expect(matcher.firstRule(matching: "caf\u{e9}") == rule)
        #expect(matcher.firstRule(matching: "cafe\u{301}") == nil)
    }

    @Test(
        "A pattern takes what it spells, byte by byte, and no other digit or letter of equal appearance",
        arguments: [
            ("caf\u{e9}", "caf\u{e9}", true), ("caf\u{e9}", "cafe\u{301}", false),
            ("cafe\u{301}", "cafe\u{301}", true), ("cafe\u{301}", "caf\u{e9}", false),
            ("tmp-[A-Z]", "tmp-K", true), ("tmp-[A-Z]", "tmp-\u{212a}", false),
            ("tmp-K", "tmp-\u{212a}", false), (#"tmp-\d+"#, "tmp-12", true),
            (#"tmp-\d+"#, "tmp-\u{661}\u{662}", false), ("tmp-.*", "tmp-\u{1f468}\u{200d}\u{1f469}", true),
            ("[\u{e9}-]+", "\u{e9}-", true), ("[\u{e9}]", "e\u{301}", false), ("tmp-", "tmp-\u{301}", false),
            ("a|ab", "ab", true), ("^a|b$", "ab", false),
        ])
    func patterns(pattern: String, name: String, isTaken: Bool) throws {
        let matcher = try NameMatcher([pattern]) { .pattern($0) }
        #expect((matcher.firstRule(matching: name) != nil) == isTaken)
    }
}
