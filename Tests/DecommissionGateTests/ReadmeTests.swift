import Foundation
import Quiescence
import Testing

/// The README's tables say what the program does.
@Suite struct ReadmeTests {
    /// The names in the first column of the README's tables.
    private func rows() throws -> Set<String> {
        let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        return Set(text.matches(of: /(?m)^\| `([a-z_]+)` \|/).map { String($0.output.1) })
    }

    @Test("Every condition that is judged, every gate and every state has its row")
    func everyNameIsExplained() throws {
        let conditions = Condition.allCases.filter(\.isJudged).map(\.rawValue)
        let names = conditions + Gate.allCases.map(\.rawValue) + GateState.names
        #expect(try rows() == Set(names))
    }
}
