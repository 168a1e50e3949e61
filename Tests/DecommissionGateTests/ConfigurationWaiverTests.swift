import Quiescence
import Testing

@testable import DecommissionGate

@Suite("Waivers as they are written")
struct ConfigurationWaiverTests {
    private static let good = """
        waivers:
          - condition: mirror_faithful
            subject: clickstream
            reason: sampled on purpose
            owner: data platform
            until: 2026-12-01
        """

    @Test("Each has a condition, a subject, a reason, an owner, and the beginning of a day in UTC")
    func reads() throws {
        let waiver = Waiver(
            condition: .mirrorFaithful, subject: "clickstream", reason: "sampled on purpose",
            owner: "data platform", until: WallTime(millisecondsSince1970: 1_796_083_200_000))
        #expect(try ConfigurationWorld().load(minimalConfiguration(and: Self.good)).plan.waivers == [waiver])
        let worded = Self.good + "\n    finding: \"offsets 1–2 expired\""
        #expect(
            try ConfigurationWorld().load(minimalConfiguration(and: worded)).plan.waivers.first?.finding
                == "offsets 1–2 expired")
    }

    @Test(
        "What is missing, unknown, blank or no day is told with its line and the mend",
        arguments: [
            ("    reason: sampled on purpose", "    reason: ' '", "say why"),
            ("    reason: sampled on purpose\n", "", "reason is missing"),
            ("    owner: data platform\n", "", "say who answers for it"),
            ("    until: 2026-12-01", "    until: 2026-02-30", "no day of the calendar"),
            ("    until: 2026-12-01", "    until: tomorrow", "year-month-day"),
            ("    until: 2026-12-01", "    until: 2026-13-01", "no day of the calendar"),
            ("    until: 2026-12-01", "    forever: true", "no such key"),
            ("condition: mirror_faithful", "condition: mirror_faithfull", "did you mean mirror_faithful?"),
            ("condition: mirror_faithful", "condition: faith", "write visibility or "),
            ("    subject: clickstream\n", "", "subject is missing"),
        ])
    func refuses(part: String, other: String, words: String) throws {
        let text = Self.good.replacing(part, with: other)
        try #require(text != Self.good)
        let problems = ConfigurationWorld().problems(minimalConfiguration(and: text))
        #expect(problems.contains { $0.contains("waivers") && $0.contains(words) }, "\(problems)")
    }

    @Test("The same one twice is refused")
    func twice() {
        let member = Self.good.split(separator: "\n").dropFirst().joined(separator: "\n")
        #expect(
            ConfigurationWorld().problems(minimalConfiguration(and: Self.good + "\n" + member)).contains {
                $0.contains("twice")
            })
    }
}
