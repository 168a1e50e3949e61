import DecommissionGate

/// The table of all figures, and where they were measured.
struct Report: Sendable, Encodable {
    let command: String
    let machine: Machine
    let measured: String
    let figures: [Figure]

    /// Whether every target is kept.
    var holds: Bool { figures.allSatisfy { $0.holds ?? true } }

    /// How it is printed.
    enum Form: String, CaseIterable {
        case text
        case json
        case markdown
    }

    func printed(as form: Form) throws -> String {
        switch form {
        case .text: text
        case .json: String(decoding: try JSON.bytes(self), as: UTF8.self)
        case .markdown: markdown
        }
    }

    private var origin: String { "`\(command)`, \(machine), \(measured)" }

    private var text: String {
        let width = figures.map(\.name.count).max() ?? 0
        var lines = [origin]
        for (index, figure) in figures.enumerated() {
            if index == 0 || figures[index - 1].part != figure.part { lines += ["", figure.part] }
            lines.append(
                "  " + figure.name.padded(to: width + 2) + figure.shown.padded(to: 12)
                    + figure.targetShown.padded(to: 12) + figure.verdict)
        }
        return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) + "\n" }.joined()
    }

    private var markdown: String {
        let rows = figures.map {
            "| \($0.part): \($0.name) | \($0.shown) | \($0.targetShown) | \($0.verdict) |"
        }
        let head = ["| figure | value | target | |", "|---|---|---|---|"]
        return (head + rows + ["", "Measured by \(origin)."]).joined(separator: "\n") + "\n"
    }
}
