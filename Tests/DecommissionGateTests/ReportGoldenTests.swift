import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// The forms of a report, as whole files.
@Suite struct ReportGoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    /// With `GOLDEN_FOLDER` set, a run writes the files there instead of comparing them.
    @Test(
        "Each form of a report is its golden file",
        arguments: [(ReportFormat.json, "report.json"), (.markdown, "report.md"), (.html, "report.html")])
    func golden(format: ReportFormat, name: String) throws {
        let sealed = try ReportFixture.sealed(.mirrorTopics, of: Fixture.assessment)
        try compare(String(decoding: format.bytes(of: sealed), as: UTF8.self), name)
    }

    @Test(
        "Each form of a plan is its golden file",
        arguments: [(RemovalPlan.Form.shell, "removal.sh"), (.strimzi, "removal-strimzi.sh")])
    func plan(form: RemovalPlan.Form, name: String) throws {
        let plan = try RemovalPlan(RemovalScriptTests.world(), from: "http://gate:19308", isDraft: false)
        try compare(plan.script(form), name)
    }

    private func compare(_ text: String, _ name: String) throws {
        if let folder = ProcessInfo.processInfo.environment["GOLDEN_FOLDER"] {
            try text.write(to: URL(filePath: folder).appending(path: name), atomically: true, encoding: .utf8)
            return
        }
        #expect(try text == String(contentsOf: Self.folder.appending(path: name), encoding: .utf8))
    }
}
