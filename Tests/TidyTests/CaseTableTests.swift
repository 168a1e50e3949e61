import Testing

@Suite("The table of cases names tests that exist")
struct CaseTableTests {
    @Test("Every case stands in the table once, and every test that it names exists")
    func table() throws {
        let table = CaseTable(try SourceFile.text(at: CaseTable.path))
        let found = table.violations(among: try SourceFile.all.get())
        #expect(found == [])
    }

    private static let tests = [
        SourceFile(
            path: "Tests/A.swift",
            "@Suite struct LagTests {\n    @Test(\"No lag below zero\")\n    func lag() {}\n}\n")
    ]

    @Test("A row that names an existing test is in order")
    func goodRow() {
        let text = "| | what |\n|---|\n| 1 | a lag | none | `LagTests`: \"No lag below zero\" | clamped |\n"
        #expect(CaseTable(text).violations(among: Self.tests, requiring: ["1"]) == [])
        #expect(
            CaseTable(text.replacing("No lag below zero", with: "lag"))
                .violations(among: Self.tests, requiring: ["1"]) == [])
    }

    @Test(
        "A row that does not hold is found",
        arguments: [
            ("| 2 | a lag | none | `LagTests`: \"lag\" | clamped |", "case 1 is missing"),
            ("| 1 | a lag | none | `LagTests`: \"lag\" |", "five cells"),
            ("| 1 | a lag | none | `LagTests`: \"lag\" | |", "five cells"),
            ("| 1 | a lag | none | LagTests: lag | clamped |", "is closed by"),
            ("| 1 | a lag | none | `LagTests`: \"lag\" `LagTests`: \"lag\" | clamped |", "is closed by"),
            ("| 1 | a lag | none | `LagTest`: \"lag\" | clamped |", "there is no suite LagTest"),
            ("| 1 | a lag | none | `LagTests`: \"No lag\" | clamped |", "has no \"No lag\""),
            (
                "| 1 | a | b | `LagTests`: \"lag\" | c |\n| 1 | a | b | `LagTests`: \"lag\" | c |",
                "case 1 stands more than once"
            ),
        ])
    func badRow(text: String, complaint: String) {
        let found = CaseTable(text + "\n").violations(among: Self.tests, requiring: ["1"])
        #expect(found.count == 1)
        #expect(found.first?.contains(complaint) == true, "\(found)")
    }
}
