import Quiescence
import Synchronization
import TestKafka

/// Writes one record to each of its topics five times in a second, from when it is told to until it is told to stop.
final class SteadyProducer: Sendable {
    private struct State {
        var sent = 0
        var writing: Task<Void, any Error>?
    }

    private let producer: TestProducer
    private let topics: [TopicName]
    private let state = Mutex(State())

    init(_ producer: TestProducer, _ topics: [TopicName]) {
        self.producer = producer
        self.topics = topics
    }

    /// Records that were acknowledged, of all topics.
    var sent: Int { state.withLock { $0.sent } }

    /// Writes one record to each of these topics, or of its own.
    func sendOnce(to some: [TopicName]? = nil) async throws {
        let number = sent
        let records = (some ?? topics).map { ($0, [TestRecord(key: "k\(number)", "v\(number)")]) }
        try await producer.send(Dictionary(uniqueKeysWithValues: records))
        state.withLock { $0.sent += records.count }
    }

    func start() {
        let writing = Task {
            while !Task.isCancelled {
                try await sendOnce()
                do { try await Task.sleep(for: .milliseconds(200)) } catch { return }
            }
        }
        state.withLock { $0.writing = writing }
    }

    /// Nothing is under way any more when this returns; throws what went wrong meanwhile.
    func stop() async throws {
        let writing = state.withLock(\.writing)
        writing?.cancel()
        try await writing?.value
    }

    /// Writes no more, soon.
    func cancel() { state.withLock { $0.writing?.cancel() } }
}
