import Testing

/// The tables that say what a live run asks of a panel.
@Suite("Panels that a live run looks at")
struct PanelTablesTests {
    private let places: [PanelPlace]
    private let expressions: [PanelExpression]

    init() throws {
        expressions = try Dashboard.all().flatMap(\.expressions)
        places = expressions.map(\.place)
    }

    @Test("An exception for a panel that was renamed is no exception: each covers one that is there")
    func exceptions() {
        #expect(places.count > 50)
        for exception in MayBeEmpty.all {
            #expect(places.contains(where: exception.covers), "\(exception.dashboard) / \(exception.panel)")
        }
        for panel in StatePanel.all { #expect(places.contains(panel.place), "\(panel.place)") }
    }

    @Test(
        "Whatever panel shows that something is safe is watched, lest a new one shows an old word as a new one"
    )
    func statePanels() {
        let watched = Set(StatePanel.all.map(\.place))
        for expression in expressions {
            // To keep what belongs to a gate's process is no word about the gate.
            let said = expression.text.replacing("and on (job, instance) decommission_gate_safe{", with: "")
            #expect(
                !said.contains("safe") || watched.contains(expression.place),
                "add \(expression.place) to StatePanel.all")
        }
    }
}
