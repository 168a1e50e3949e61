import Quiescence
import TestKafka
import Testing

/// OLD is mirrored to NEW twice, under two aliases: both write their pairs of offsets into one topic.
extension LossTableTests {
    @Test(
        "Two mirrors under one target alias: the pairs of one do not prove the other", .wholeTable,
        .timeLimit(.minutes(4)))
    func twoMirrors() async throws {
        let world = World(mirror: "and a second one as EAST", ways: Self.twice)
        try await LossStory.play(world)
    }

    private static let twice = [
        Way(
            "plain", "plain records, copied twice", Expected(),
            [.before: { try await $0.write($1, 0..<20) }, .mirrored: { try await $0.isMirrored($1, 20) }]),
        Way(
            "hidden", "the mirror is made again; the other's pairs hide it",
            .loses(
                7, .mirrorGapless, "a second mirror may have written the pairs", state: .unknown,
                also: [.mirrorFaithful: .unknown]),
            [
                .before: { try await $0.write($1, 0..<7) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 7)
                    try await live.isDrained([topic])
                    try await live.deleteMirror(topic)
                    try await live.send(7..<13, to: topic)
                    try await live.isMirrored(topic, 6)
                    try await live.foreigner.send(100..<107, to: live.mirror(topic))
                    try await live.isDrained([topic])
                    try await live.mirrorAgain("EAST", topic)
                },
            ]),
    ]
}
