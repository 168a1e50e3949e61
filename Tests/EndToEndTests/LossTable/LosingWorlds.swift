import Quiescence
import TestKafka
import Testing

/// Records that never reach NEW while every offset says that all is well.
extension LossTableTests {
    @Test(
        "A record too large, and a filter: each record that was left out is named, and no other",
        .timeLimit(.minutes(4)))
    func settings() async throws {
        let world = World(
            mirror: "errors.tolerance=all, a Filter",
            properties: World.filter().merging(["OLD->NEW.errors.tolerance": "all"]) { $1 },
            ways: Self.leftOut)
        try await LossStory.play(world) { _, service in try await isListed(by: service) }
    }

    @Test(
        "Retention ahead of a stopped mirror, a mirror made anew, a topic made anew: what is gone is told",
        .timeLimit(.minutes(4)))
    func aside() async throws {
        let world = World(mirror: "stopped for a while", restart: .stop, ways: Self.lookedAway)
        let words = "expired before it could be read what MirrorMaker stepped over there"
        try await LossStory.play(
            world,
            watched: [
                .mirrorGapless: ["ahead-0: offsets 10–14 \(words)", "ahead.all-0: offsets 10–29 \(words)"]
            ]
        ) { live, _ in
            let text = try await printed(
                "compare", "same", "longer", "remade", configuration: configuration(live.pair))
            for topic in ["same-0  on OLD alone: offsets 0–9", "longer-0  on OLD alone: offsets 0–9"] {
                #expect(text.contains(topic), "\(text)")
            }
            #expect(text.contains("remade-0  on OLD alone: offsets 0–6"), "\(text)")
        }
    }

    @Test(
        "auto.offset.reset=latest: what a topic held before is named, from its first record on",
        .timeLimit(.minutes(4)))
    func latest() async throws {
        try await LossStory.play(
            World(
                mirror: "auto.offset.reset=latest",
                properties: ["OLD->NEW.consumer.auto.offset.reset": "latest"],
                ways: Self.late))
    }

    private static let warnings = ["errors.tolerance=all", "transforms=drop"]

    private static let leftOut = [
        Way(
            "plain", "plain records beside them", Expected(settings: warnings),
            [.before: { try await $0.write($1, 0..<20) }, .mirrored: { try await $0.isMirrored($1, 20) }]),
        Way(
            "big", "errors.tolerance=all: a record of 2 MB is left out",
            .loses(1, .mirrorGapless, "1 record of OLD never reached NEW: offset 5", settings: warnings),
            [
                .before: { live, topic in
                    try await live.write(topic, 0..<5, configuration: ["max.message.bytes": "5000000"])
                    try await live.sendLarge(to: topic)
                    try await live.send(6..<9, to: topic)
                },
                .mirrored: { try await $0.isMirrored($1, 8) },
            ]),
        Way(
            "dropped", "a Filter drops records in the middle",
            .loses(2, .mirrorGapless, "2 records of OLD never reached NEW: offset 2, 4", settings: warnings),
            [
                .before: { try await $0.writeTombstones($1, [2, 4], of: 6) },
                .mirrored: { try await $0.isMirrored($1, 4) },
            ]),
        Way(
            "dropped.tail", "a Filter drops the last records",
            .loses(
                2, .mirrorDrained, "from 3, end 5, a record at 3", also: [.mirrorFaithful: .unknown],
                settings: warnings),
            [
                .before: { try await $0.writeTombstones($1, [3, 4], of: 5) },
                .mirrored: { try await $0.isMirrored($1, 3) },
            ]),
        Way(
            "dropped.all", "a Filter drops every record",
            .loses(
                2, .mirrorDrained, "from 0, end 2, a record at 0", also: [.mirrorFaithful: .unknown],
                settings: warnings),
            [.before: { try await $0.writeTombstones($1, [0, 1], of: 2) }]),
    ]

    private static let lookedAway = [
        Way(
            "ahead", "retention runs ahead of a stopped mirror",
            .loses(5, .mirrorGapless, "offsets 10–14"),
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { try await $0.isMirrored($1, 10) },
                .down: { live, topic in
                    try await live.send(10..<30, to: topic)
                    try await live.expire(topic, below: 15)
                },
                .again: { try await $0.isMirrored($1, 25) },
            ]),
        Way(
            "ahead.all", "… and leaves nothing, then one more record follows",
            .loses(20, .mirrorGapless, "offsets 10–29"),
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { try await $0.isMirrored($1, 10) },
                .down: { live, topic in
                    try await live.send(10..<30, to: topic)
                    try await live.expire(topic)
                },
                .again: { live, topic in
                    try await live.send(30..<31, to: topic)
                    try await live.isMirrored(topic, 11)
                },
            ]),
        Way(
            "remade", "the mirror is deleted, and MirrorMaker makes it again",
            .loses(
                7, .mirrorGapless, "7 records of OLD never reached NEW: offset 0, 1, 2, 3, 4 and 2 more",
                also: [.mirrorFaithful: .fails]),
            [
                .before: { try await $0.write($1, 0..<7) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 7)
                    try await live.isDrained([topic])
                    try await live.deleteMirror(topic)
                    try await live.send(7..<13, to: topic)
                    try await live.isMirrored(topic, 6)
                },
            ]),
        Way(
            "remade.empty", "… and nothing follows",
            Expected(
                lost: 5,
                states: [.mirrorDrained: .unknown, .mirrorGapless: .unknown, .mirrorFaithful: .fails],
                words: "OLD.remade.empty-0 was never written"),
            [
                .before: { try await $0.write($1, 0..<5) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 5)
                    try await live.isDrained([topic])
                    try await live.deleteMirror(topic)
                },
            ]),
        Way(
            "same", "deleted and made again on OLD, as long as before",
            // Nothing has moved: the records themselves differ, and nothing else.
            Expected(lost: 10, states: [.mirrorFaithful: .fails]),
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 10)
                    try await live.isDrained([topic])
                },
                .down: { try await $0.recreate($1, 0..<10) },
            ]),
        Way(
            "longer", "deleted and made again on OLD, longer than before",
            // Skew is 0 throughout: the oldest record alone differs.
            Expected(lost: 10, states: [.mirrorFaithful: .fails]),
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 10)
                    try await live.isDrained([topic])
                },
                .down: { try await $0.recreate($1, 0..<25) },
                .again: { try await $0.isMirrored($1, 25) },
            ]),
    ]

    private static let late = [
        Way(
            "late", "latest: the topic was there before MirrorMaker",
            .loses(
                nil, .mirrorGapless, "never reached NEW: offset 0, 1, 2, 3, 4 and ",
                also: [.mirrorFaithful: .fails],
                settings: ["consumer.auto.offset.reset=latest"]),
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { try await $0.writeUntilMirrored($1) },
            ]),
        Way(
            "late.born", "latest: the topic was made while MirrorMaker ran",
            .loses(
                nil, .mirrorGapless, "never reached NEW: offset 0, 1, 2, 3, 4",
                also: [.mirrorFaithful: .fails],
                settings: ["consumer.auto.offset.reset=latest"]),
            [
                .mirrored: { live, topic in
                    try await live.write(topic, 0..<5)
                    try await live.writeUntilMirrored(topic)
                }
            ]),
    ]
}

extension LossTableTests {
    /// SHA-256 of the key `large`, its first half.
    private static let digest = "d35c416a85b807e9b5384915d6ebb4a9"

    /// `lost` names the records, by digest, and holds nothing of what stands in them.
    private func isListed(by service: GateService) async throws {
        let text = try await printed("lost", "http://\(service.address)", "--output", "json")
        #expect(
            text.contains(
                #""key_digest":"\#(Self.digest)","offset":5,"partition":0,"timestamp_milliseconds":1"#))
        #expect(text.contains(#""offset":2,"partition":0"#) && text.contains(#""topic":"dropped"}"#))
        #expect(!text.contains("xxx"))
        let metrics = try await service.get("/metrics").body
        #expect(metrics.contains(#"decommission_mirror_lost_records{topic="dropped"} 2"#))
        #expect(metrics.contains(#"decommission_mirror_lost_records{topic="plain"} 0"#))
        #expect(metrics.contains(#"decommission_mirror_skipped_records{topic="plain"} 0"#))
    }
}
