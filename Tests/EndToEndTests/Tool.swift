import Foundation
import TestKafka

/// A program of a Kafka distribution that runs until it is stopped; its output goes to a directory of its own.
final class Tool: Sendable {
    private let workshop: Workshop
    private let process: ChildProcess

    /// Starts `bin/name` of the newer distribution.
    init(_ name: String, _ arguments: [String]) throws {
        guard let homes = KafkaHomes.find() else { throw TestKafkaError(KafkaHomes.skipReason) }
        workshop = try Workshop()
        process = try workshop.start(name, ["\(homes.new)/bin/\(name)"] + arguments)
    }

    /// Waits until it has ended by itself.
    func finish(within limit: Duration = .seconds(60)) async throws {
        let hasEnded = await process.end(within: limit)
        await workshop.close()
        guard hasEnded else { throw TestKafkaError("the tool did not end within \(limit)") }
    }

    /// Ends it in good order.
    func stop() async {
        process.send(15)
        _ = await process.end(within: .seconds(30))
        await workshop.close()
    }
}
