import Quiescence
import Testing

@Suite struct CountedTests {
    @Test(
        "One is one topic, and thousands can be read",
        arguments: [
            (0, "0 topics"), (1, "1 topic"), (2, "2 topics"), (999, "999 topics"), (6398, "6,398 topics"),
            (1_000_000, "1,000,000 topics"), (-1234, "-1,234 topics"),
        ])
    func words(number: Int, text: String) {
        #expect(counted(number, "topic") == text)
    }

    @Test("A world of one topic with one partition is told of in the singular")
    func singular() throws {
        var play = try Play(World.plan)
        let summaries = play.next().verdict.conditions.map(\.finding.summary)
        #expect(!summaries.contains { $0.firstMatch(of: /\b1 \w+s\b/) != nil }, "\(summaries)")
    }
}
