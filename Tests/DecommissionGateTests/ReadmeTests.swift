import Foundation
import Quiescence
import Testing

/// What is written for people names what the program judges by.
@Suite struct ReadmeTests {
    private func page(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }

    @Test("Every condition that is judged, every gate and every state has its row in the README")
    func rows() throws {
        let rows = try page("README.md").matches(of: /(?m)^\| `([a-z_]+)` \|/).map { String($0.output.1) }
        let conditions = Condition.allCases.map(\.rawValue)
        #expect(Set(rows) == Set(conditions + Gate.allCases.map(\.rawValue) + GateState.names))
    }

    @Test("Every condition and every gate, values of labels, stand in the reference of the metrics")
    func labels() throws {
        let reference = try page("docs/metrics.md")
        for name in Condition.allCases.map(\.rawValue) + Gate.allCases.map(\.rawValue) {
            #expect(reference.contains("`\(name)`"), "\(name)")
        }
    }
}
