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
}
