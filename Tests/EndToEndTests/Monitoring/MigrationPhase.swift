/// Where a migration stands when a dashboard is looked at.
enum MigrationPhase: String, CaseIterable, Sendable {
    /// OLD is still written.
    case blocked
    /// Nothing moves on OLD, and the windows run.
    case observing
    /// Every gate is open.
    case safe
    /// They would be, but a cluster does not answer.
    case unreadable
    /// They were, until one record was written to OLD.
    case revoked

    /// Where not, most figures have no series, for not known is never written as 0.
    var isReadable: Bool { self != .unreadable }
}
