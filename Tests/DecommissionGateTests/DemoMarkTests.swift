import Quiescence
import Testing

@testable import DecommissionGate

/// Nobody may take a demo for the real thing, and nobody the real thing for a demo.
@Suite struct DemoMarkTests {
    /// Fresh and stale pages of a survey, and those before the first one.
    private func pages(_ settings: Press.Settings) throws -> [Edition.Pages] {
        let edition = try Fixture.edition(Fixture.safeAssessment, Fixture.survey, settings)
        let first = Fixture.press(settings).firstEdition(process: Fixture.process)
        return [edition.fresh, edition.stale, first.fresh, first.stale]
    }

    private func text(_ bytes: AgedBytes) -> String {
        String(decoding: bytes.filled(with: "1"), as: UTF8.self)
    }

    @Test("Every page of a demo is marked, at every age: metrics, JSON, HTML and the line for a script")
    func marked() throws {
        for pages in try pages(Fixture.demoSettings) {
            #expect(try Fixture.series(pages.metrics).contains("decommission_demo 1"))
            #expect(try text(pages.gates).contains("\"demo\":true"))
            #expect(text(pages.landing).contains("DEMO: two clusters inside the demo's own process".escaped))
            #expect(text(pages.landing).contains("<title>DEMO: "))
            #expect(StatusText.render(pages.document, colour: false).contains("DEMO: two clusters"))
            for gate in Gate.allCases {
                #expect(try text(#require(try pages.gate(gate))).contains("\"demo\":true"))
                #expect(GateCheck(gate, in: pages.document).line.hasPrefix("demo: \(gate.rawValue): "))
                let narrowed = GateCheck(gate, narrowedTo: [.sourceQuiet], in: pages.document)
                #expect(narrowed.line.hasPrefix("demo: \(gate.rawValue): "))
            }
        }
    }

    @Test("Nothing else says that it is a demo, save that JSON says that it is none")
    func unmarked() throws {
        for pages in try pages(Fixture.settings) {
            #expect(try !Fixture.series(pages.metrics).contains { $0.contains("demo") })
            #expect(try text(pages.gates).contains("\"demo\":false"))
            #expect(!text(pages.landing).uppercased().contains("DEMO"))
            #expect(!StatusText.render(pages.document, colour: false).uppercased().contains("DEMO"))
            #expect(!GateCheck(.oldBrokers, in: pages.document).line.contains("demo"))
        }
    }

    @Test("No ceiling on series cuts the mark")
    func ceiling() throws {
        var settings = Fixture.demoSettings
        settings.maxSeries = 1
        for pages in try pages(settings) {
            #expect(try Fixture.series(pages.metrics).contains("decommission_demo 1"))
        }
    }

    @Test("A document of a demo that was read back from its JSON is one of a demo still")
    func readBack() throws {
        let pages = try #require(try pages(Fixture.demoSettings).first)
        let document = try JSON.read(GatesDocument.self, from: pages.gates.filled(with: "1"))
        #expect(document.demo)
    }
}

extension String {
    /// As it stands in HTML.
    fileprivate var escaped: String { replacing("'", with: "&#39;") }
}
