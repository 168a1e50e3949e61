import OwnThread
import Synchronization
import Testing

/// Whoever has the answer may open, lock or remove what the work held: its thread must not hold on to it.
@Suite struct LetGoTests {
    private final class Flag: Sendable {
        private let state = Atomic(false)

        var isSet: Bool { state.load(ordering: .acquiring) }
        func set() { state.store(true, ordering: .releasing) }
    }

    private final class Held: Sendable {
        private let gone: Flag

        init(_ gone: Flag) { self.gone = gone }
        deinit { gone.set() }
    }

    /// Goes on with the caller at once, on the thread that answers: nothing of that thread runs in between.
    private final class AtOnce: TaskExecutor {
        func enqueue(_ job: consuming ExecutorJob) {
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    @Test(
        "What the work held is let go of before its answer is there",
        arguments: [nil, Duration.seconds(60)])
    func answered(within limit: Duration?) async throws {
        let gone = Flag()
        try await withTaskExecutorPreference(AtOnce()) {
            let answer = try await ask(Held(gone), within: limit)
            #expect(answer == 7)
            #expect(gone.isSet)
        }
    }

    private func ask(_ held: Held, within limit: Duration?) async throws -> Int? {
        let work: @Sendable () -> Int = { withExtendedLifetime(held) { 7 } }
        guard let limit else { return try await OwnThread.run("test", work) }
        return try await OwnThread.run("test", until: .now + limit, work)
    }
}
