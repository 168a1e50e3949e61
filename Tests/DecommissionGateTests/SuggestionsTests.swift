import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct SuggestionsTests {
    private static let hostile: [GroupName] = [
        "quote\"back\\slash\nnext: {reason: \"\"}", "${env:HOME}", "$${file:/etc/passwd}", "- a: b # c", "~",
        "true",
        "\u{202e}\u{2028}\u{0}\u{85}\u{feff}", "группа 🚀", "{{ template }}", "' OR '1'='1", "e\u{301}",
        "\u{e9}", "", " ", "flink ",
    ]

    private func document(_ conditions: ConditionVerdict...) -> GatesDocument {
        var assessment = Fixture.assessment
        assessment.verdict.conditions = conditions
        return GatesDocument(assessment, of: Fixture.survey, under: Fixture.plan, age: .seconds(12))
    }

    private func problems(_ lines: String) -> [String] {
        ConfigurationWorld().problems(minimalConfiguration(and: lines))
    }

    private func filledIn(_ lines: String) -> String {
        lines.replacing("reason: \"\"", with: "reason: asked around").replacing(
            "from: \"\"", with: "from: earliest")
    }

    @Test("A name comes back as it was, whatever it holds, once its reason is filled in")
    func names() throws {
        let offenders = Self.hostile.map { Offender("\($0): orders-0", "\($0)", unless: .excludedGroup($0)) }
        let lines = Suggestions.yaml(for: document(Fixture.condition(.sourceConsumed, offenders: offenders)))
        // A name may contain what is filled in; only the empty reasons at the ends of lines are meant.
        let filled = lines.split(separator: "\n").map { line in
            line.hasSuffix(", reason: \"\"}") ? line.dropLast(3) + "asked}" : line
        }.joined(separator: "\n")
        let plan = try ConfigurationWorld().load(minimalConfiguration(and: filled)).plan
        let names = plan.groups.exclude.compactMap { rule -> GroupName? in
            guard case .name(let name) = rule.names else { return nil }
            return GroupName(rawValue: name)
        }
        #expect(names.sorted() == Self.hostile.sorted())
        #expect(!lines.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToShow })
    }

    @Test(
        "A loss is suggested as a waiver by its own words, which covers it and nothing else, and is refused until filled in"
    )
    func waivers() throws {
        let range = try #require(OffsetRange(100, 120))
        let words = "offsets 100–119 expired: \"all\" of them # not {one}"
        let lost = Offender("orders-0", words, size: 20, losses: [range])
        let lines = Suggestions.yaml(
            for: document(
                Fixture.condition(
                    .mirrorDrained, offenders: [lost, Offender("shop-1", "1 record is not on NEW")])))
        #expect(problems(lines).count == 3, "\(problems(lines))")
        let filled = lines.replacing("reason: \"\"", with: "reason: saved")
            .replacing("owner: \"\"", with: "owner: data platform")
            .replacing("until: \"\"", with: "until: 2026-12-01")
        let waivers = try ConfigurationWorld().load(minimalConfiguration(and: filled)).plan.waivers
        #expect(waivers.map(\.condition) == [.mirrorDrained])
        #expect(waivers.map(\.subject) == ["orders-0"] && waivers.map(\.finding) == [words])
    }

    @Test("Nothing takes effect unthought: every line is refused until it is filled in")
    func emptyReasons() {
        let cause = Cause(.missing, "no answer")
        let lines = Suggestions.yaml(
            for: document(
                Fixture.condition(
                    .sourceConsumed,
                    offenders: [Offender("dead: orders-0", "unread", unless: .excludedGroup("dead"))],
                    doubts: [Doubt("shop: orders-0", cause, unless: .movedGroup("shop"))]),
                Fixture.condition(
                    .sourceQuiet, doubts: [Doubt("gone", cause, unless: .excludedTopic("gone"))]),
                Fixture.condition(
                    .mirrorConsumed, doubts: [Doubt("OLD.store", cause, unless: .topicReadByNoGroup("store"))]
                )))
        let found = problems(lines)
        for key in [
            "topics.exclude[0].reason", "topics.read_by_no_group[0].reason", "groups.exclude[0].reason",
            "groups.moved[0].reason", "groups.moved[0].from",
        ] {
            #expect(found.contains { $0.contains(key) }, "\(key) in \(found)")
        }
        #expect(problems(filledIn(lines)) == [])
    }

    @Test("Without declared producers the lines say both ways out, and neither is taken by pasting")
    func producers() {
        let doubt = Doubt("producers", Cause(.missing, "none is declared"), unless: .producers)
        let lines = Suggestions.yaml(for: document(Fixture.condition(.producersRetargeted, doubts: [doubt])))
        #expect(lines.contains("`producers: observed`"))
        #expect(problems(lines).contains { $0.contains("producers[0].name") })
    }

    @Test("A dangerous setting is suggested for acceptance, and taken once somebody says why")
    func acceptedSetting() throws {
        let risk = MirrorRisk(setting: .tolerance, value: "all")
        let doubt = Doubt("source", Cause(.incomplete, "\(risk)"), unless: .acceptedSetting(risk))
        let lines = Suggestions.yaml(for: document(Fixture.condition(.mirrorDrained, doubts: [doubt])))
        #expect(problems(lines).count == 1, "an empty reason is none")
        let plan = try ConfigurationWorld().load(minimalConfiguration(and: filledIn(lines))).plan
        #expect(plan.mirror.accepted == [risk: "asked around"])
        #expect(
            problems("mirror: {accepted: [{name: topics=a, reason: a}]}").count == 1,
            "no record is lost by it")
        #expect(
            problems("mirror: {accepted: [{name: errors.tolerance, reason: a}]}").count == 1,
            "whatever its value will be")
    }

    @Test("One group is one line, with the first evidence and how much more there is")
    func once() {
        let offenders = (0..<3).map {
            Offender(
                "billing: orders-\($0)", "4 offsets processed nowhere", unless: .excludedGroup("billing"))
        }
        let lines = Suggestions.yaml(for: document(Fixture.condition(.sourceConsumed, offenders: offenders)))
        #expect(lines.components(separatedBy: "{name: \"billing\"").count == 2)
        #expect(
            lines.contains("# source_consumed: billing: orders-0: 4 offsets processed nowhere (and 2 more)"))
    }

    @Test("A group that may have moved is not suggested for exclusion")
    func movedWins() {
        let lines = Suggestions.yaml(
            for: document(
                Fixture.condition(
                    .sourceConsumed,
                    offenders: [Offender("shop: orders-1", "unread", unless: .excludedGroup("shop"))],
                    doubts: [Doubt("shop: orders-0", Cause(.contradiction, "?"), unless: .movedGroup("shop"))]
                )))
        #expect(lines.contains("moved:") && !lines.contains("exclude:"))
    }

    @Test("Where no line can help, none is made up")
    func nothing() {
        let lines = Suggestions.yaml(
            for: document(Fixture.condition(.sourceQuiet, offenders: [Offender("orders-0", "advanced by 1")]))
        )
        #expect(lines.hasPrefix("# Nothing") && problems(lines) == [])
    }

    @Test("What a running service says can be suggested from as well")
    func acrossTheWire() throws {
        let document = document(
            Fixture.condition(
                .sourceConsumed,
                offenders: Self.hostile.map { Offender("x", "y", unless: .excludedGroup($0)) }))
        let read = try JSON.read(GatesDocument.self, from: JSON.bytes(document))
        #expect(Suggestions.yaml(for: read) == Suggestions.yaml(for: document))
    }
}
