import Quiescence
import TestKafka
import Testing

/// Other versions and shapes of MirrorMaker.
extension LossTableTests {
    @Test(
        "Exactly-once: every gate opens; then a filter drops a record, and a marker cancels the step",
        .timeLimit(.minutes(4)))
    func exactlyOnce() async throws {
        let world = World(
            mirror: "4.3.1, exactly-once, read_committed",
            properties: [
                "NEW.exactly.once.source.support": "enabled",
                "OLD.consumer.isolation.level": "read_committed",
            ], isolation: .readCommitted, isSafe: true, ways: Self.committedOnly + Self.oneByOne)
        try await LossStory.play(world, later: World.filter())
    }

    @Test(
        "MirrorMaker 3.9 writes its newest pair as well, so that its ledger reaches its position",
        .timeLimit(.minutes(4)))
    func older() async throws {
        try await LossStory.play(
            World(
                mirror: "3.9.2", distribution: .old, isSafe: true,
                ways: [
                    Way("plain", "plain records", [.before: { try await $0.write($1, 0..<20) }]),
                    Way("longer", "many records", [.before: { try await $0.write($1, 0..<250) }]),
                    Way(
                        "aborted", "aborted records at the end, which MirrorMaker copies",
                        [
                            .before: { live, topic in
                                try await live.write(topic, 0..<5)
                                try await live.transact(topic, 5..<8, commits: false)
                            }
                        ]),
                    Way("compacted", "compacted", [.before: { try await $0.compact($1) }]),
                ]))
    }

    @Test(
        "replication.policy.separator=_ and a mirror that reads committed records only", .wholeTable,
        .timeLimit(.minutes(4)))
    func separator() async throws {
        let world = World(
            mirror: "4.3.1, separator _, read_committed", separator: "_",
            properties: ["OLD.consumer.isolation.level": "read_committed"], isolation: .readCommitted,
            isSafe: true,
            ways: Self.committedOnly + [
                Way("counted", "42 records, position 41", [.before: { try await $0.write($1, 0..<42) }])
            ])
        try await LossStory.play(world)
    }

    /// What a mirror that reads committed records only leaves out, and nobody misses.
    private static let committedOnly = [
        Way("plain", "plain records", [.before: { try await $0.write($1, 0..<20) }]),
        Way(
            "aborted", "aborted records at the end, which are not copied",
            [
                .before: { live, topic in
                    try await live.write(topic, 0..<5)
                    try await live.transact(topic, 5..<8, commits: false)
                }
            ]),
        Way(
            "aborted.only", "nothing but aborted records",
            [
                .before: { live, topic in
                    try await live.old.createTopic(topic)
                    try await live.transact(topic, 0..<3, commits: false)
                }
            ]),
        Way(
            "open", "an open transaction is waited for, and committed then",
            [
                .mirrored: { live, topic in
                    try await live.leaveOpen(topic, isCopied: false, commits: true)
                    try await live.isMirrored(topic, 3)
                }
            ]),
        Way(
            "compacted.aborted", "compacted, with aborted records at the end",
            [
                .before: { live, topic in
                    try await live.compact(topic)
                    try await live.transact(topic, 0..<3, commits: false)
                }
            ]),
    ]

    /// Each record is mirrored in a transaction of its own, so that behind each stands a marker.
    private static let oneByOne = [
        Way(
            "whole", "behind each record of the mirror stands a marker",
            [
                .before: { try await $0.write($1, 0..<1) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 1)
                    for number in 1..<4 {
                        try await live.send(number..<number + 1, to: topic)
                        try await live.isMirrored(topic, number + 1)
                    }
                },
            ]),
        Way(
            // Its first record and a marker, then what is left out: the skew is 0 before and behind it.
            "dropped", "a Filter drops a record in whose place a marker stands",
            .loses(
                1, .mirrorGapless, "1 record of OLD never reached NEW: offset 1",
                settings: ["transforms=drop"]
            ),
            [
                .before: { try await $0.write($1, 0..<1) },
                .mirrored: { try await $0.isMirrored($1, 1) },
                .later: { live, topic in
                    try await live.producer.send(
                        [TestRecord(key: "gone", nil), TestRecord(key: "k", "v")], to: topic)
                    try await live.isMirrored(topic, 2)
                },
            ]),
    ]
}
