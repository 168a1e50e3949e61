/// A panel that has data in some phases only, and why; any other has data in every phase in which the clusters answer.
struct MayBeEmpty: Sendable {
    var dashboard: String
    var panel: String
    /// There it must have data.
    var hasData: Set<MigrationPhase>
    var because: String

    init(_ dashboard: String, _ panel: String, in phases: Set<MigrationPhase>, because reason: String) {
        self.dashboard = dashboard
        self.panel = panel
        hasData = phases
        because = reason
    }

    func covers(_ place: PanelPlace) -> Bool {
        place.dashboard == "Decommission gate / \(dashboard)" && place.panel == panel
    }

    static let all = [
        MayBeEmpty(
            "Consumers and producers", "Groups on both clusters", in: [.blocked],
            because: "no group has members on both once they have moved"),
        MayBeEmpty(
            "Consumers and producers", "Groups with most lag", in: [.blocked],
            because: "everything is read once the groups have moved"),
        MayBeEmpty(
            "Consumers and producers", "Lag by partition", in: [.blocked],
            because: "everything is read once the groups have moved"),
        MayBeEmpty(
            "Consumers and producers", "Groups with members on the old cluster", in: [.blocked],
            because: "they have moved"),
        MayBeEmpty(
            "Exporter", "Failed requests to Kafka", in: [.unreadable],
            because: "a cluster in good order answers"),
        MayBeEmpty("Gate", "Time left", in: [.observing], because: "only a window that runs ends"),
        MayBeEmpty("Gate", "Safe since", in: [.safe], because: "only an open gate was opened"),
        MayBeEmpty(
            "Gate", "Windows that began anew", in: [.revoked], because: "a window in good order runs through"),
        MayBeEmpty(
            "Mirror traffic", "Most to mirror", in: [.blocked], because: "the mirror has caught up"),
    ]
}
