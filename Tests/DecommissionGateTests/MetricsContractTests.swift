import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// A family as the page shows it and as the reference lists it.
private struct Family: Hashable {
    var name: String
    var type: String
    var labels: [String]
}

/// The page and its reference say the same.
@Suite struct MetricsContractTests {
    /// Rows of the tables in `docs/metrics.md`.
    private func documented() throws -> Set<Family> {
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/metrics.md")
        let rows = try String(contentsOf: docs, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
        return Set(
            rows.map { row in
                let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                let labels = cells[2] == "–" ? [] : cells[2].components(separatedBy: ", ")
                return Family(
                    name: cells[0].trimmingCharacters(in: ["`"]), type: cells[1], labels: labels)
            })
    }

    /// Families of a page, each with the labels of its first series.
    private func shown(_ page: MetricsPage) throws -> Set<Family> {
        var families: Set<Family> = []
        var type: (name: Substring, type: Substring) = ("", "")
        for line in String(decoding: try page.text.plain, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                type = (words[2], words[3])
            } else if !line.hasPrefix("#") {
                let labels = line.matches(of: /[{,]([a-z_]+)="/).map { String($0.output.1) }
                families.insert(Family(name: String(type.name), type: String(type.type), labels: labels))
            }
        }
        return families
    }

    @Test func everyFamilyIsDocumentedAndEveryDocumentedFamilyIsShown() throws {
        let families = try shown(try Fixture.edition().fresh.metrics)
            .union(try shown(try Fixture.edition(Fixture.safeAssessment).fresh.metrics))
            .union(
                try shown(
                    try Fixture.edition(Fixture.assessment, Fixture.survey, Fixture.demoSettings).fresh
                        .metrics))
        let documented = try documented()
        #expect(families.subtracting(documented) == [])
        #expect(documented.subtracting(families) == [])
    }

    /// Target labels would be renamed to `exported_…`, or overwritten.
    @Test func noLabelCollidesWithThoseOfAScrape() throws {
        let taken: Set = ["cluster", "namespace", "job", "instance", "pod", "service", "env", "le", "type"]
        #expect(Set(try shown(try Fixture.edition().fresh.metrics).flatMap(\.labels)).isDisjoint(with: taken))
    }

    /// `increase()` does not see a counter that is born at 1.
    @Test func countersStandOnTheFirstPageWithZero() throws {
        let first = try Fixture.series(Fixture.press().firstEdition(process: Fixture.process).fresh.metrics)
        let later = try Fixture.series(try Fixture.edition().fresh.metrics)
        let names = later.filter {
            $0.contains("_total") && !$0.contains("topic=") && !$0.hasPrefix("process_")
        }
        .map { String($0.prefix(upTo: $0.lastIndex(of: " ") ?? $0.endIndex)) }
        #expect(names.count > 60)
        for name in names {
            #expect(first.contains("\(name) 0"), "\(name)")
        }
    }

    @Test func firstPageKnowsNothingAndSaysSo() throws {
        let first = try Fixture.series(Fixture.press().firstEdition(process: ProcessFigures()).fresh.metrics)
        #expect(first.contains("decommission_safe 0"))
        for gate in Gate.allCases {
            #expect(first.contains("decommission_gate_state{gate=\"\(gate.rawValue)\",state=\"unknown\"} 1"))
        }
        #expect(first.contains("decommission_condition_evaluable{condition=\"visibility\"} 0"))
        #expect(first.contains("decommission_survey_interval_seconds 30"))
        #expect(first.contains { $0.hasPrefix("decommission_build_info{version=\"1.2.3\"") })
        let unknown = [
            "kafka_up", "kafka_brokers", "topics{", "_timestamp_seconds{", "offenders", "duration",
        ]
        for part in unknown { #expect(!first.contains { $0.contains(part) }, "\(part)") }
        #expect(!first.contains { $0.hasPrefix("process_") }, "nothing is made up")
    }
}
