import Quiescence
import TestKafka
import Testing

/// Other versions and shapes of MirrorMaker.
extension LossTableTests {
    @Test(
        "Exactly-once and a filter: the skew stays as it was, for a marker cancels the loss",
        .timeLimit(.minutes(4)))
    func exactlyOnceAndAFilter() async throws {
        var world = Self.exactlyOnce
        world.mirror += ", a Filter"
        world.properties.merge(World.filter()) { $1 }
        world.isSafe = false
        world.ways = Self.oneByOne
        try await LossStory.play(world)
    }

    @Test(
        "Exactly-once: what is not copied is no loss, and every gate opens", .wholeTable,
        .timeLimit(.minutes(4)))
    func exactlyOnce() async throws { try await LossStory.play(Self.exactlyOnce) }

    private static let exactlyOnce = World(
        mirror: "exactly-once, read_committed",
        properties: [
            "NEW.exactly.once.source.support": "enabled", "OLD.consumer.isolation.level": "read_committed",
        ], isolation: .readCommitted, isSafe: true, ways: committedOnly)

    @Test(
        "MirrorMaker 3.9 writes its newest pair as well, so that its ledger reaches its position",
        .timeLimit(.minutes(4)))
    func older() async throws {
        try await LossStory.play(
            World(
                distribution: .old, isSafe: true,
                ways: Self.atDefault))
    }

    @Test(
        "replication.policy.separator=_ and a mirror that reads committed records only", .wholeTable,
        .timeLimit(.minutes(4)))
    func separator() async throws {
        let world = World(
            mirror: "separator _, read_committed", separator: "_",
            properties: ["OLD.consumer.isolation.level": "read_committed"], isolation: .readCommitted,
            isSafe: true,
            ways: Self.committedOnly + [
                Way("counted", "42 records, position 41", [.before: { try await $0.write($1, 0..<42) }])
            ])
        try await LossStory.play(world) { live, service in
            try await oneBehind(live, service)
            try await strangeRecords(live, service)
        }
    }

    /// Position 41 is drained at end 42, as the gates have shown, and one behind at 43.
    private func oneBehind(_ live: LossWorld, _ service: GateService) async throws {
        #expect(try await live.positions()["counted"] == 41)
        try await live.stopMirror()
        try await live.send(42..<43, to: "counted")
        try await service.wait(for: "one behind") { gates in
            gates.offenders("mirror_drained")
                == ["counted-0: 1 offset not mirrored: from 42, end 43, a record at 42"]
        }
        #expect(try await service.get("/metrics").body.contains(#"mirror_lag_records{topic="counted"} 1"#))
    }

    /// What is no position of a partition is passed over; what cannot be read makes that partition unknown.
    private func strangeRecords(_ live: LossWorld, _ service: GateService) async throws {
        func key(_ inner: String) -> String { #"["MirrorSourceConnector",{\#(inner)}]"# }
        let plain = key(#""cluster":"OLD","partition":0,"topic":"plain""#)
        let turned = key(#""topic":"open","partition":0,"cluster":"OLD""#)
        let position = try #require(try await live.positions()["open"])
        let heartbeat =
            #"["MirrorHeartbeatConnector",{"sourceClusterAlias":"OLD","targetClusterAlias":"NEW"}]"#
        let topic: TopicName = "mm2-offsets.OLD.internal"
        let home = try #require(try await live.new.read(topic).last { $0.key == Array(plain.utf8) }).partition
        try await live.foreigner.send(
            [
                TestRecord(key: "no JSON", "{}"), TestRecord(key: heartbeat, #"{"offset":0}"#),
                TestRecord(key: turned, #"{"offset":\#(position)}"#),
                TestRecord(key: plain, #"{"offset":"12"}"#, partition: home),
            ], to: topic)
        let gates = try await service.wait(for: "that partition is unknown") {
            $0["mirror_drained"]?.doubts.isEmpty == false
        }
        #expect(gates["mirror_drained"]?.doubts.map(\.subject) == ["plain-0"], "\(gates.inWords)")
        #expect(gates["mirror_drained"]?.offenders.map(\.subject) == ["counted-0"])
    }

    @Test(
        "A connector of a Connect cluster, whose topics are called otherwise; then a second one beside it",
        .wholeTable,
        .timeLimit(.minutes(4)))
    func connect() async throws {
        try await LossStory.play(
            World(
                mirror: "on a Connect cluster", isOnConnect: true, isSafe: true,
                ways: Self.atDefault)
        ) { live, service in try await twoConnectors(live, service) }
    }

    /// Both keep their positions in one topic and write their pairs into one: each position counts for its own
    /// connector, and no pair proves anything any more.
    private func twoConnectors(_ live: LossWorld, _ service: GateService) async throws {
        try await live.mirrorBeside("EAST")
        try await eventually("both have their positions in one topic", within: .seconds(60)) {
            let keys = try await live.new.read("mirrors-offsets").map {
                String(decoding: $0.key ?? [], as: UTF8.self)
            }
            return ["OLD", "EAST"].allSatisfy { alias in
                keys.contains { $0.hasPrefix("[\"\(alias)-to-NEW.source\"") && $0.contains("\"longer\"") }
            }
        }
        let seen = try await service.wait(for: "the second connector is seen") {
            !$0.doubts("mirror_gapless").isEmpty && !$0.doubts("mirror_drained").isEmpty
        }
        #expect(
            seen.doubts("mirror_gapless") == [
                "MirrorMaker: EAST-to-NEW.source mirrors OLD to NEW as well: both write their pairs into one topic"
            ])
        #expect(
            seen.doubts("mirror_drained") == [
                "EAST-to-NEW.source: mirrors OLD as well, and writes its pairs of offsets among those of the other: "
                    + "they cannot be told apart"
            ])
        #expect(seen.offenders("mirror_drained").isEmpty && seen.state("mirror_faithful") == "holds")
        #expect(seen.states == ["unknown", "unknown", "unknown"], "\(seen.inWords)")
    }

    private static let atDefault = [
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
    ]

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
            Expected(settings: ["transforms=drop"]),
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
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 1)
                    try await live.producer.send(
                        [TestRecord(key: "gone", nil), TestRecord(key: "k", "v")], to: topic)
                    try await live.isMirrored(topic, 2)
                },
            ]),
    ]
}
