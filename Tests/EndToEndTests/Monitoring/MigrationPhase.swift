/// Where a migration stands when a dashboard is looked at.
enum MigrationPhase: String, CaseIterable, Sendable {
    /// OLD is still written.
    case blocked
    /// Nothing moves on OLD, and the window runs.
    case observing
    /// Every gate is open.
    case safe
    /// They were, until one record was written to OLD.
    case revoked
}
