import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// The page is the contract: whole files, linted by the parsers that will read them.
@Suite struct MetricsGoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    private func page(_ format: MetricsFormat) throws -> String {
        String(decoding: try Fixture.edition().fresh.metrics.form(format).plain, as: UTF8.self)
    }

    /// With `GOLDEN_FOLDER` set, a run writes the pages there instead of comparing them.
    @Test(arguments: [(MetricsFormat.text, "metrics.txt"), (.openMetrics, "metrics.openmetrics.txt")])
    func pageIsTheGoldenFile(format: MetricsFormat, name: String) throws {
        let page = try page(format)
        if let folder = ProcessInfo.processInfo.environment["GOLDEN_FOLDER"] {
            try page.write(to: URL(filePath: folder).appending(path: name), atomically: true, encoding: .utf8)
            return
        }
        let golden = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let pairs = zip(page.split(separator: "\n"), golden.split(separator: "\n"))
        let difference = pairs.first { $0 != $1 }
        #expect(page == golden, "first difference: \(difference.map { "\($0)\n\($1)" } ?? "length")")
    }

    @Test(.enabled(if: Tool.isThere("/usr/bin/promtool"), "promtool is not installed"))
    func promtoolFindsNoFaultInTheTextForm() throws {
        for edition in [try Fixture.edition(), Fixture.press().firstEdition(process: Fixture.process)] {
            for page in [edition.fresh.metrics, edition.stale.metrics] {
                let said = try Tool.run(
                    "/usr/bin/promtool", ["check", "metrics"], input: try page.text.plain)
                #expect(said.status == 0 && said.output.isEmpty, "\(said.output)")
            }
        }
    }

    @Test(.enabled(if: Tool.hasPrometheusClient, "python3 has no prometheus_client"))
    func strictParserTakesTheOpenMetricsForm() throws {
        for edition in [try Fixture.edition(), Fixture.press().firstEdition(process: Fixture.process)] {
            for page in [edition.fresh.metrics, edition.stale.metrics] {
                let said = try Tool.python(
                    Self.parsed("openmetrics.parser"), input: try page.openMetrics.plain)
                #expect(said.status == 0, "\(said.output)")
            }
        }
    }

    @Test(.enabled(if: Tool.hasPrometheusClient, "python3 has no prometheus_client"))
    func namesOfAnySpellingAreReadBackAsTheyAre() throws {
        let page = try Fixture.edition().fresh.metrics
        let text = try Tool.python(Self.parsed("parser"), input: try page.text.plain)
        let openMetrics = try Tool.python(
            Self.parsed("openmetrics.parser"), input: try page.openMetrics.plain)
        for group in [Fixture.oddGroup, Fixture.scriptGroup] {
            let hex = group.rawValue.utf8.map { String($0, radix: 16) }.joined(separator: " ")
            #expect(text.output.contains("[\(hex)]") && openMetrics.output.contains("[\(hex)]"))
        }
        #expect(text.output == openMetrics.output, "both formats hold the same series")
    }

    @Test func openMetricsEndsOnceAndAlways() throws {
        let first = Fixture.press().firstEdition(process: ProcessFigures())
        for page in [try Fixture.edition().fresh.metrics, first.fresh.metrics] {
            let text = String(decoding: try page.openMetrics.plain, as: UTF8.self)
            #expect(text.hasSuffix("\n# EOF\n"))
            #expect(text.components(separatedBy: "# EOF").count == 2)
            #expect(!text.contains("\n\n"))
        }
    }

    /// Prints each sample's name, labels and value, names of groups as hexadecimal bytes.
    private static func parsed(_ module: String) -> String {
        """
        import sys
        from prometheus_client.\(module) import text_string_to_metric_families as families
        for family in families(sys.stdin.buffer.read().decode()):
            for sample in family.samples:
                labels = {k: "[" + " ".join("%x" % b for b in v.encode()) + "]" for k, v in sample.labels.items()}
                print(sample.name, sorted(labels.items()), float(sample.value))
        """
    }
}
