package import DecommissionGate
import Quiescence

/// What ``KafkaCluster/readGroups(until:)`` asks for, in its order.
package enum GroupsPiece: String, Sendable, CaseIterable {
    case metadata
    case listings = "lists of groups"
    case commits
    case agreement = "every broker alone"
    case permissions = "sight and rules"
}

extension KafkaCluster {
    /// Asks for one piece alone, so that its cost can be told; what it says is thrown away.
    package func read(_ piece: GroupsPiece, until deadline: Deadline) async throws {
        let layout = try await recentLayout(until: deadline)
        switch piece {
        case .metadata: _ = try await readMetadata(until: deadline)
        case .listings: _ = await readListings(layout, until: deadline)
        case .commits: _ = await readCommits(of: await readListings(layout, until: deadline), until: deadline)
        case .agreement: _ = await readAgreement(layout, until: deadline)
        case .permissions:
            let topics = await readTopicSight(until: deadline)
            _ = await readGroupSight(layout, topics, until: deadline)
            _ = await readAuthorization(layout, until: deadline)
        }
    }
}
