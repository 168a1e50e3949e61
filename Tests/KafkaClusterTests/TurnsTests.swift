import Synchronization
import TestKafka
import Testing

@testable import KafkaCluster

@Suite struct TurnsTests {
    @Test("However many want a turn, one has it at a time, and each gets it")
    func oneAtATime() async {
        let turns = Turns(patience: .seconds(60))
        let room = Room()
        let done = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await turns.run {
                        room.enter()
                        await Task.yield()
                        room.leave()
                        return 1
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(done == 20 && room.most == 1)
    }

    @Test("Who hangs in a turn holds up the next one for a moment, and those behind it no more")
    func aHangingOneLosesItsTurn() async throws {
        let turns = Turns(patience: .seconds(1))
        let (entered, waiting) = AsyncStream<Void>.makeStream()
        let (releases, releasing) = AsyncStream<Void>.makeStream()
        async let hanging: Void = turns.run {
            waiting.finish()
            for await _ in releases {}
        }
        for await _ in entered {}
        let began = ContinuousClock.now
        for number in 0..<20 { #expect(await turns.run { number } == number) }
        // One wait of a second, not twenty; the rest is for a busy machine.
        #expect(began.duration(to: .now) < .seconds(15))
        releasing.finish()
        await hanging
        #expect(await turns.run { true })
    }
}

/// Knows how many were inside at once.
private final class Room: Sendable {
    private let count = Mutex((inside: 0, most: 0))

    var most: Int { count.withLock { $0.most } }

    func enter() {
        count.withLock { count in
            count.inside += 1
            count.most = max(count.most, count.inside)
        }
    }

    func leave() { count.withLock { $0.inside -= 1 } }
}
