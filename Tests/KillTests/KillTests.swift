import FoundationEssentials
import OwnThread
import Testing

/// Kills the surveying process at any moment, many times: `KILLS=1000 swift test --disable-xctest --filter KillTests`.
@Suite("Killed at any moment, also in the middle of a write") struct KillTests {
    private static let kills =
        ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 200

    @Test(
        "No survey that was told is lost, the journal is whole, the next process surveys, and none says safe too early",
        .timeLimit(.minutes(20)))
    func manyKills() async throws {
        let players = 4
        let stories = try await withThrowingTaskGroup(of: Played.self) { group in
            for number in 0..<players {
                group.addTask {
                    try await Played(seed: UInt64(number)) { try $0.play(kills: Self.kills / players) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for story in stories {
            #expect(story.faults.isEmpty)
            let oracle = Oracle(disturbances: story.disturbances, window: 1_500_000_000)
            #expect(oracle.faults(in: story.lives).isEmpty)
        }
        let lives = stories.flatMap(\.lives)
        let ready = lives.compactMap { life in life.surveys.first.map { $0.published - life.spawned } }
        let told = lives.flatMap(\.surveys)
        let safe = told.count { $0.gates.contains("safe") }
        let untold = told.count { !$0.isTold }
        // Else nothing was put to the test.
        #expect(safe > told.count / 20 && untold > 0 && told.contains { $0.gates.contains("blocked") })
        print(
            "\(lives.count) kills, \(untold) of them between commit and telling, \(told.count) surveys, \(safe) safe, "
                + "\(stories.flatMap(\.disturbances).count) disturbances; "
                + "ready after \((ready.max() ?? 0) / 1_000_000) ms at most")
    }

    @Test("A loss that was witnessed stays one, however often the process is killed after it")
    func lossStays() async throws {
        let story = try await Played(seed: 99) { story in
            try story.live(for: 700_000_000, surveys: true, killsInWriting: false)
            try story.disturb()
            try story.live(for: 700_000_000, surveys: true, killsInWriting: false)
            try story.expire()
            try story.live(for: 700_000_000, surveys: true, killsInWriting: false)
            try story.catchUp(pairs: false)
            for _ in 0..<8 { try story.live(for: 500_000_000, surveys: true) }
        }
        #expect(story.faults.isEmpty)
        let after = story.lives.suffix(8).flatMap(\.surveys).filter(\.isTold)
        #expect(after.count >= 8)
        #expect(
            after.allSatisfy {
                $0.failing.contains("mirror_drained") && $0.gates == ["blocked", "blocked", "blocked"]
            })
    }
}

/// A story that was played to its end.
private struct Played: Sendable {
    let lives: [Life]
    let disturbances: [Disturbance]
    let faults: [String]

    /// Plays it on a thread of its own, and takes everything away again.
    init(seed: UInt64, _ play: @escaping @Sendable (Story) throws -> Void) async throws {
        self = try await OwnThread.run("story") {
            Result {
                let story = try Story(seed: seed)
                try play(story)
                return Played(story)
            }
        }.get()
    }

    private init(_ story: Story) {
        (lives, disturbances, faults) = (story.lives, story.disturbances, story.faults)
    }
}
