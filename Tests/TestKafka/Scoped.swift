/// Runs `body` with a pair, and ends the pair whatever comes of it.
public func withKafkaPair<Answer: Sendable>(
    old: ClusterSetup = ClusterSetup(distribution: .old),
    new: ClusterSetup = ClusterSetup(distribution: .new),
    _ body: (KafkaPair) async throws -> Answer
) async throws -> Answer {
    let pair = try await KafkaPair.start(old: old, new: new)
    return try await ending(pair.stopAll) { try await body(pair) }
}

/// Runs `body` with one cluster, and ends the cluster whatever comes of it.
public func withKafka<Answer: Sendable>(
    _ setup: ClusterSetup, _ body: (RealKafka) async throws -> Answer
) async throws -> Answer {
    let kafka = try await RealKafka.start(setup)
    return try await ending(kafka.stopAll) { try await body(kafka) }
}

/// Runs `body`, then `end` whatever came of it.
package func ending<Answer>(_ end: () async -> Void, _ body: () async throws -> Answer) async throws -> Answer
{
    do {
        let answer = try await body()
        await end()
        return answer
    } catch {
        await end()
        throw error
    }
}
