import DecommissionGate
import OwnThread
import Quiescence
import Scratch

/// Compares all partitions, several at a time, and keeps the file of the state up to date.
struct ComparisonRun: Sendable {
    let topics: [ScopedTopic]
    let comparer: PartitionComparer
    let throttle: Throttle
    let book: ComparisonBook
    let state: ComparisonState?
    /// Who leads now, on both clusters.
    let look: @Sendable () async -> Result<ComparisonBook.BothLayouts, Cause>
    /// A document of these results.
    let document: @Sendable ([TopicPartition: ComparedPartition]) -> ComparisonDocument

    /// Partitions under way at once. The client library fills a queue of its own for each of their logs, of up to
    /// 100,000 records; more at once would cost memory and share the same wire.
    static let atOnce = 2
    /// Rows of 64 bytes that each keeps in memory.
    static let capacity = 100_000

    /// Until everything is compared or reading was stopped.
    func run() async throws(Failure) -> ComparisonDocument {
        let ticking = Task { await tick() }
        let failures = await withTaskGroup(of: Failure?.self) { group in
            for _ in 0..<Self.atOnce { group.addTask { await compareOneByOne() } }
            return await group.reduce(into: []) { failures, failure in failures += failure.map { [$0] } ?? []
            }
        }
        ticking.cancel()
        await ticking.value
        if let failure = failures.first { throw failure }
        await book.confirm(by: look)
        try await save()
        return document(await book.results)
    }

    private func compareOneByOne() async -> Failure? {
        while !throttle.isStopped, let assignment = await book.next() {
            do throws(Failure) {
                let result = try await blocking {
                    comparer.compare(assignment.pair, former: assignment.former)
                }
                guard let result else { return nil }
                await book.finish(assignment, result)
            } catch {
                throttle.stop()
                return error
            }
        }
        return nil
    }

    /// Shows how far it has come, confirms what is finished, and saves.
    private func tick() async {
        var progress = Progress()
        let count = topics.reduce(0) { $0 + $1.pairs.count }
        var seconds = 0
        var nextSave = 10
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(1)) } catch { break }
            seconds += 1
            let bytes = Int64(throttle.bytes)
            progress.show(
                "\(grouped(await book.doneCount)) of \(counted(count, "partition")),"
                    + " \(RateLimit.words(bytes: bytes)) read, \(RateLimit.words(bytes: bytes / Int64(seconds)))/s",
                change: "\(seconds / 10)")
            if seconds % 30 == 0 { await book.confirm(by: look) }
            guard seconds >= nextSave else { continue }
            let began = ContinuousClock.now
            do throws(Failure) { try await save() } catch { StandardError.complain(error.message) }
            // A long file takes a while to write: no more than a twentieth of the time goes into that.
            nextSave = seconds + max(10, Int(began.duration(to: .now).components.seconds) * 20)
        }
        progress.clear()
    }

    private func save() async throws(Failure) {
        guard let state else { return }
        try state.save(document(await book.kept))
    }
}
