import Quiescence
import TestKafka
import Testing

/// What looks like a loss and is none; and a task that fails, once all is safe.
extension LossTableTests {
    @Test(
        "Transactions, compaction, expiry, replays, foreign records: nothing is lost, and every gate opens",
        .timeLimit(.minutes(5)))
    func harmless() async throws {
        let world = World(
            properties: ["NEW->OLD.emit.heartbeats.enabled": "true"],
            restart: .kill("replayed"), isSafe: true, ways: Self.atRest + Self.disturbed + Self.failing)
        try await LossStory.play(world) { live, service in
            try await heartbeatsNeverRest(live, service)
            try await BrokersOwnWriter.isNeverPassedOver(live, service)
            let topics = try await service.get("/api/v1/topics?match=orphan").body
            #expect(topics.contains(#""mirroring":"orphan""#), "\(topics)")
        }
    }

    /// MirrorMaker's own topics move on both clusters, and nothing is taken for disturbed.
    private func heartbeatsNeverRest(_ live: LossWorld, _ service: GateService) async throws {
        let before = try await live.new.offsets(of: "OLD.heartbeats").upperBound
        try await eventually("heartbeats go on") {
            try await live.new.offsets(of: "OLD.heartbeats").upperBound > before + 2
        }
        let gates = try await service.gates()
        #expect(gates.states == ["safe", "safe", "safe"], "\(gates.inWords)")
        let topics = try await service.get("/api/v1/topics?match=heartbeats").body
        #expect(topics.contains(#""role":"mirror_maker""#) && !topics.contains(#""role":"source""#))
    }

    private static let atRest = [
        Way("plain", "plain records", [.before: { try await $0.write($1, 0..<20) }]),
        Way(
            "committed", "transactions, all committed: a marker at the end",
            [
                .before: { live, topic in
                    try await live.old.createTopic(topic)
                    for number in 0..<3 {
                        try await live.transact(topic, number * 5..<number * 5 + 5, commits: true)
                    }
                }
            ]),
        Way(
            "aborted", "aborted records at the end, which MirrorMaker copies",
            [
                .before: { live, topic in
                    try await live.old.createTopic(topic)
                    try await live.transact(topic, 0..<5, commits: true)
                    try await live.transact(topic, 5..<8, commits: false)
                }
            ]),
        Way(
            "open", "an open transaction is copied, and aborted then",
            [.mirrored: { try await $0.leaveOpen($1, isCopied: true, commits: false) }]),
        Way("compacted", "compacted", [.before: { try await $0.compact($1) }]),
        Way(
            "compacted.aborted", "compacted, with aborted records at the end",
            [
                .before: { live, topic in
                    try await live.compact(topic)
                    try await live.transact(topic, 0..<3, commits: false)
                }
            ]),
        Way("empty", "never held a record", [.before: { try await $0.old.createTopic($1) }]),
        Way(
            "unseen", "all records expired before MirrorMaker came", Expected(lost: 10),
            [
                .before: { live, topic in
                    try await live.write(topic, 0..<10)
                    try await live.expire(topic)
                }
            ]),
        Way(
            "expired", "all records expired once they were copied",
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 10)
                    try await live.isDrained([topic])
                    try await live.expire(topic)
                },
            ]),
        Way(
            "appended", "the mirror stamps its records itself (LogAppendTime)",
            [
                .before: { live, topic in
                    try await live.write(topic, 0..<10)
                    try await live.new.createTopic(
                        live.mirror(topic), configuration: ["message.timestamp.type": "LogAppendTime"])
                }
            ]),
    ]

    private static let disturbed = [
        Way(
            "compacted.further", "compacted on both clusters, and written on",
            [
                .before: { try await $0.compact($1) },
                .again: { live, topic in
                    for _ in 0..<3 {
                        try await live.sendKeys(to: topic)
                        try await live.isUpToDate(topic)
                    }
                },
            ]),
        Way(
            "orphan", "deleted on OLD: its mirror is an orphan",
            [
                .before: { try await $0.write($1, 0..<5) },
                .mirrored: { try await $0.isMirrored($1, 5) },
                .down: { try await $0.delete($1) },
            ]),
        Way(
            "foreign", "somebody writes into the mirror itself",
            [
                .before: { try await $0.write($1, 0..<11) },
                .mirrored: { live, topic in
                    try await live.isMirrored(topic, 11)
                    try await live.foreigner.send(100..<102, to: live.mirror(topic))
                    try await live.send(11..<13, to: topic)
                    try await live.isMirrored(topic, 15)
                },
            ]),
        Way(
            "shorter", "deleted and made again on OLD, shorter than before",
            [
                .before: { try await $0.write($1, 0..<10) },
                .mirrored: { try await $0.isMirrored($1, 10) },
                .down: { try await $0.recreate($1, 0..<3) },
                .again: { try await $0.isMirrored($1, 13) },
            ]),
        Way(
            "replayed", "MirrorMaker was killed (-9) before it wrote its position, and copies again",
            [
                .before: { try await $0.write($1, 0..<20) },
                .mirrored: { try await $0.isMirrored($1, 20) },
                .again: { live, topic in
                    try await live.isMirrored(topic, try await live.old.read(topic).count + 1)
                },
            ]),
    ]

    private static let failing = [
        Way(
            "refused", "errors.tolerance=none: a record of 2 MB fails the task",
            .loses(
                4, .mirrorDrained, "4 offsets not mirrored: from 5, end 9", also: [.mirrorFaithful: .unknown]),
            [
                .before: { live, topic in
                    try await live.write(topic, 0..<5, configuration: ["max.message.bytes": "5000000"])
                },
                .later: { live, topic in
                    try await live.sendLarge(to: topic)
                    try await live.send(6..<9, to: topic)
                    try await live.hasFailed()
                },
            ]),
        Way(
            "behind", "… and with it all that follows in other topics of the task",
            .loses(
                2, .mirrorDrained, "2 offsets not mirrored: from 5, end 7", also: [.mirrorFaithful: .unknown]),
            [
                .before: { try await $0.write($1, 0..<5) },
                .later: { try await $0.send(5..<7, to: $1) },
            ]),
    ]
}
