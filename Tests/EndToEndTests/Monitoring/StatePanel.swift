/// A panel that shows whether something is safe.
struct StatePanel: Sendable {
    var place: PanelPlace
    /// Of single gates, not of all of them together.
    var isOfOneGate: Bool
    /// Whether an element of what its expression comes to says "safe".
    var saysSafe: @Sendable (PrometheusSample) -> Bool

    private init(
        _ panel: String, isOfOneGate: Bool, saysSafe: @escaping @Sendable (PrometheusSample) -> Bool
    ) {
        place = PanelPlace("Decommission gate / Gate", panel, "A")
        self.isOfOneGate = isOfOneGate
        self.saysSafe = saysSafe
    }

    static let all = [
        StatePanel("May the old cluster be removed?", isOfOneGate: false) { $0.value == 1 },
        StatePanel("Gates", isOfOneGate: true) { $0.value == 3 },
        StatePanel("Gates over time", isOfOneGate: true) { $0.value == 3 },
        StatePanel("Safe since", isOfOneGate: true) { _ in true },
    ]
}
