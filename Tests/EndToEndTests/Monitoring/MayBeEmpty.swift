/// An expression that has data in some phases only, and why.
struct MayBeEmpty {
    var place: PanelPlace
    var hasData: Set<MigrationPhase>
    var because: String

    static let all: [MayBeEmpty] = []
}

/// An expression that shows whether a gate is safe.
struct StatePanel {
    var place: PanelPlace
    /// Whether an element of what it comes to says so.
    var saysSafe: @Sendable (PrometheusSample) -> Bool

    static let all: [StatePanel] = []
}
