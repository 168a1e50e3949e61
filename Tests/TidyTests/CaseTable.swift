/// `docs/cases.md`: what others met, and the test that closes it here.
struct CaseTable {
    static let path = "docs/cases.md"
    /// Those that must be there; others may.
    static let required = Set(((1...33).map(\.self) + [50, 51]).map(String.init))

    /// One row, as it stands between the bars.
    private struct Row {
        let place: String
        let cells: [String]
    }

    /// A test, by the suite that it belongs to and the name under which it is found there.
    private struct Reference {
        let suite: String
        let name: String
    }

    private let rows: [Row]

    init(_ text: String) {
        rows = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            number, line in
            guard line.hasPrefix("|"), !line.hasPrefix("|---"), !line.hasPrefix("| |") else { return nil }
            return Row(place: "\(Self.path):\(number + 1)", cells: Self.cells(of: line))
        }
    }

    /// What is wrong with it, seen beside the files of all tests.
    func violations(among tests: [SourceFile], requiring required: Set<String> = required) -> [String] {
        var suites: [String: [SourceFile]] = [:]
        for file in tests { for suite in file.suites { suites[suite, default: []].append(file) } }
        let numbers = rows.compactMap(\.cells.first)
        let missing = required.subtracting(numbers).sorted()
        let twice = Set(numbers.filter { number in numbers.count { $0 == number } > 1 }).sorted()
        return missing.map { "\(Self.path): case \($0) is missing" }
            + twice.map { "\(Self.path): case \($0) stands more than once" }
            + rows.flatMap { violations(of: $0, among: suites) }
    }

    private func violations(of row: Row, among suites: [String: [SourceFile]]) -> [String] {
        guard row.cells.count == 5, !row.cells.contains("") else {
            return ["\(row.place): a row has five cells, and none is empty"]
        }
        guard let references = Self.references(in: row.cells[3]) else {
            return [
                "\(row.place): a case is closed by `Suite`: \"name of a test\", one or several with ; between"
            ]
        }
        return references.compactMap { reference in
            guard let files = suites[reference.suite] else {
                return "\(row.place): there is no suite \(reference.suite)"
            }
            guard files.contains(where: { $0.names(reference.name) }) else {
                return "\(row.place): \(reference.suite) has no \"\(reference.name)\""
            }
            return nil
        }
    }

    private static func cells(of line: Substring) -> [String] {
        line.dropFirst().split(separator: "|", omittingEmptySubsequences: false).dropLast()
            .map { $0.drop { $0 == " " } }
            .map { cell in String(cell.reversed().drop { $0 == " " }.reversed()) }
    }

    /// The tests that a cell names; nil where it says anything else.
    private static func references(in cell: String) -> [Reference]? {
        let form = /`(\w+)`: "([^"]+)"/
        let found = cell.matches(of: form).map {
            Reference(suite: String($0.output.1), name: String($0.output.2))
        }
        let between = cell.replacing(form, with: "").filter { $0 != " " }
        return between == String(repeating: ";", count: max(found.count, 1) - 1) && !found.isEmpty
            ? found : nil
    }
}

extension SourceFile {
    /// What it declares or extends; nothing for a file without a test.
    fileprivate var suites: Set<String> {
        guard lines.contains(where: { $0.contains("@Test") || $0.contains("@Suite") }) else { return [] }
        return Set(
            code.compactMap { line in
                let words = line.split { $0 == " " || $0 == ":" }
                return words.firstIndex { ["struct", "enum", "class", "extension"].contains($0) }
                    .flatMap { words.indices.contains($0 + 1) ? String(words[$0 + 1]) : nil }
            })
    }

    /// Whether a test is called so there, or the row of a test's table.
    fileprivate func names(_ test: String) -> Bool {
        let forms = ["\"\(test)\"", "func \(test)(", "func `\(test)`("]
        return lines.contains { line in forms.contains(where: line.contains) }
    }
}
