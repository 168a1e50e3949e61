import Foundation
import Quiescence
import TestKafka
import Testing

extension Migration {
    /// While a producer writes OLD every gate is blocked, and the topic is named.
    func producerOnOldBlocks(_ service: GateService) async throws {
        try await service.wait(for: "a first survey") { $0.state("visibility") == "holds" }
        let producer = Task {
            var number = 1000
            while !Task.isCancelled {
                try await old.send(number..<number + 5, to: "plain")
                number += 5
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer { producer.cancel() }
        let blocked = try await service.wait(for: "blocked by the producer") { gates in
            gates.states == ["blocked", "blocked", "blocked"]
                && gates.offenders("source_quiet").contains { $0.hasPrefix("plain-0: advanced by") }
        }
        #expect(
            !blocked.offenders("source_quiet").contains { $0.hasPrefix("tx-") || $0.hasPrefix("compacted-") })
        #expect(blocked.notice.contains("Content is judged by single records"))
    }

    /// A stopped MirrorMaker leaves the mirror quiet and undrained: quiet alone proves nothing.
    func stoppedMirrorIsNotDrained(_ service: GateService) async throws {
        try await settle(service, onOld: ["biller"])
        try await pair.stopMirror()
        try await old.send(2000..<2007, to: "plain")
        let stuck = try await service.wait(for: "undrained while both sides are quiet") { gates in
            gates.state("mirror_drained") == "fails" && gates.state("mirror_quiet") == "holds"
                && gates.state("source_quiet") == "holds"
        }
        #expect(
            stuck.offenders("mirror_drained").contains { $0.hasPrefix("plain-0: 7 offsets not mirrored") })
        #expect(stuck.states == ["blocked", "blocked", "blocked"])
        try await pair.startMirror()
        try await service.wait(for: "drained again", within: .seconds(90)) {
            $0.state("mirror_drained") == "holds"
        }
    }

    /// A group on NEW that lags on `OLD.*` keeps the mirror topics, and only them and what comes after.
    func laggingGroupBlocks(_ service: GateService) async throws {
        let lagging = try await service.wait(for: "shipper's lag is named") { gates in
            gates.offenders("mirror_consumed").contains { $0.hasPrefix("shipper: OLD.plain-0: ") }
        }
        #expect(lagging.state("mirror_quiet") == "holds")
        try await consumeOnOld("biller")
        try await consumeOnNew("shipper")
        try await service.wait(for: "both have read everything") { gates in
            gates.state("mirror_consumed") == "holds" && gates.state("source_consumed") == "holds"
        }
    }

    /// A group that moved in mid-write leaves its commit on OLD behind for good; that alone is no fault.
    func movedGroups(_ service: GateService) async throws {
        let end = try await newClient.offsets(of: "OLD.plain").upperBound
        try await consumeOnOld("mover")
        try await consumeOnOld("skipper")
        for group in ["mover", "skipper"] as [GroupName] {
            try await oldClient.commit([TopicPartition("plain", 0): 30], as: group)
        }
        try await service.wait(for: "both lag on OLD") { gates in
            gates.offenders("source_consumed").contains { $0.hasPrefix("mover: plain-0: ") }
                && gates.offenders("source_consumed").contains { $0.hasPrefix("skipper: plain-0: ") }
        }
        // One is seeded below its commit on OLD and reads on; the other begins at the end.
        try await newClient.commit([TopicPartition("OLD.plain", 0): 20], as: "mover")
        try await newClient.commit([TopicPartition("OLD.plain", 0): end], as: "skipper")
        let range = "30–\(end - 1)"
        try await service.wait(for: "the mover's seed is seen") { gates in
            gates.offenders("mirror_consumed").contains { $0.hasPrefix("mover: OLD.plain-0: ") }
        }
        try await newClient.commit([TopicPartition("OLD.plain", 0): end], as: "mover")
        let judged = try await service.wait(for: "the mover is no fault any more") { gates in
            !gates.offenders("source_consumed").contains { $0.hasPrefix("mover: ") }
                && !gates.doubts("source_consumed").contains { $0.hasPrefix("mover: ") }
        }
        let named = judged.offenders("source_consumed") + judged.doubts("source_consumed")
        #expect(named.contains { $0.hasPrefix("skipper: plain-0: ") && $0.contains(range) }, "\(named)")
        try await consumeOnOld("skipper")
        try await service.wait(for: "the skipper has replayed on OLD") {
            $0.state("source_consumed") == "holds"
        }
    }

    /// Producers on NEW, nothing on OLD: observing, then safe, and not before the window has passed.
    func flipReachesSafe(_ service: GateService) async throws {
        try await new.send(0..<20, to: "plain")
        try await service.wait(for: "observing") { $0.states == ["observing", "observing", "observing"] }
        let safe = try await service.wait(for: "safe", within: .seconds(120)) { gates in
            if gates.states.contains("safe") {
                for condition in gates.conditions where condition.observedSeconds < 20 {
                    Issue.record("safe with \(condition.condition) held for \(condition.observedSeconds) s")
                }
            }
            return gates.states == ["safe", "safe", "safe"]
        }
        #expect(safe.notice.contains("Content is judged by single records"))
        for gate in ["mirror_maker", "mirror_topics", "old_brokers"] {
            #expect(try await service.get("/api/v1/gates/\(gate)/check").status == 200)
        }
        #expect(try await service.get("/metrics").body.contains("decommission_safe 1"))
    }

    /// One record on OLD revokes every gate with the next survey that begins.
    func oneRecordRevokes(_ service: GateService) async throws {
        try await old.send(3000..<3001, to: "plain")
        let before = try await service.surveys()
        try await service.wait(for: "revoked") { $0.states == ["blocked", "blocked", "blocked"] }
        // One survey may have been under way, the next sees the record, and another may have ended since.
        #expect(try await service.surveys() <= before + 3)
        #expect(service.log().contains("revoked"))
        for gate in ["mirror_maker", "mirror_topics", "old_brokers"] {
            #expect(try await service.get("/api/v1/gates/\(gate)/check").status == 409)
        }
        try await settle(service, onOld: ["biller", "mover", "skipper"])
    }

    /// A frozen broker makes the gates unknown within a survey, blocks no scrape, and costs no proven time.
    func frozenBrokerIsUnknown(_ service: GateService) async throws {
        try await observing(service)
        let before = try await service.gates()
        await pair.old.freeze(broker: 1)
        try await unreadable(service, "frozen")
        await pair.old.resume(broker: 1)
        try await recovers(service, before)
    }

    /// The same with a broker that is stopped and started again.
    func stoppedBrokerIsUnknown(_ service: GateService) async throws {
        try await observing(service)
        let before = try await service.gates()
        try await pair.old.stop(broker: 1)
        try await unreadable(service, "stopped")
        try await pair.old.startAgain(broker: 1)
        try await recovers(service, before)
    }

    /// Brings the groups to the end of what is there, once nothing moves any more.
    private func settle(_ service: GateService, onOld groups: [GroupName]) async throws {
        try await service.wait(for: "quiet and drained", within: .seconds(90)) { gates in
            ["source_quiet", "mirror_quiet", "mirror_drained"].allSatisfy { gates.state($0) == "holds" }
        }
        for group in groups { try await consumeOnOld(group) }
        try await consumeOnNew("shipper")
    }

    private func observing(_ service: GateService) async throws {
        try await service.wait(for: "observing for a while", within: .seconds(120)) { gates in
            gates.states.allSatisfy { $0 == "observing" || $0 == "safe" }
                && gates.gates.allSatisfy { $0.observedSeconds >= 4 }
        }
    }

    private func unreadable(_ service: GateService, _ how: String) async throws {
        let unknown = try await service.wait(for: "unknown while \(how)") { gates in
            gates.states == ["unknown", "unknown", "unknown"]
        }
        for condition in ["source_quiet", "source_settled", "mirror_drained", "old_consumers_gone"] {
            #expect(unknown.state(condition) == "unknown", "\(condition)")
        }
        #expect(unknown.state("mirror_quiet") == "holds")
        #expect(try await service.get("/metrics").status == 200)
        #expect(try await service.get("/api/v1/gates/old_brokers/check").status == 503)
    }

    private func recovers(_ service: GateService, _ before: Gates) async throws {
        let after = try await service.wait(for: "readable again", within: .seconds(90)) { gates in
            gates.conditions.allSatisfy { $0.state == "holds" }
        }
        for condition in before.conditions {
            let now = after[condition.condition]?.observedSeconds ?? 0
            #expect(now >= condition.observedSeconds, "\(condition.condition) lost proven time")
        }
    }
}
