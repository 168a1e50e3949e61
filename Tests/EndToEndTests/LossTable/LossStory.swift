import Foundation
import Quiescence
import TestKafka
import Testing

/// Plays a world, asks a service that comes when all is over, and holds each topic against its expectation.
struct LossStory {
    let live: LossWorld
    let world: World
    private var topics: [TopicName] { world.ways.map(\.topic) }

    /// - Parameters:
    ///   - watched: what the service that looks on from the start must have said when all is over.
    ///   - more: what else is looked at in this world, before `later`.
    static func play(
        _ world: World, watched: [Condition: [String]] = [:],
        more: (LossWorld, GateService) async throws -> Void = { _, _ in }
    ) async throws {
        try LossReport.announce(world)
        try await withKafkaPair(old: Self.quickCleaner(.old), new: Self.quickCleaner(.new)) { pair in
            let story = LossStory(live: try await LossWorld(pair, world), world: world)
            try await story.act(.before)
            try await story.live.startMirror()
            if watched.isEmpty {
                try await story.goOn()
            } else {
                try await withGateService(configuration: configuration(story.live)) { service in
                    try await story.goOn(under: service)
                    try await story.says(service, watched)
                }
            }
            // An old position beyond the end of a topic made again would be doubted for as long as this service runs.
            if world.isSafe { try await story.live.isDrained(story.topics) }
            try await withGateService(configuration: configuration(story.live)) { service in
                try await story.judge(story.world.ways.filter { $0.acts[.later] == nil }, service)
                try await more(story.live, service)
                try await story.later(service)
            }
            if world.isOnConnect { try await story.live.stopMirror() }
        }
    }

    /// Compaction that a test can wait for, and records too large for MirrorMaker's producer.
    private static func quickCleaner(_ distribution: Distribution) -> ClusterSetup {
        ClusterSetup(
            distribution: distribution,
            properties: ["log.cleaner.backoff.ms": "200", "message.max.bytes": "5000000"])
    }

    /// - Parameter extra: more of it, as YAML.
    static func configuration(_ live: LossWorld, extra: String = "") -> String {
        EndToEndTests.configuration(
            live.pair, alias: live.world.alias, gate: "{window: 4s, confirmation: 2s}", extra: extra)
    }

    private func act(_ phase: Phase) async throws {
        for way in world.ways { try await way.acts[phase]?(live, way.topic) }
    }

    /// From the first start of MirrorMaker to where the last topic is at rest.
    private func goOn(under service: GateService? = nil) async throws {
        if let service {
            try await service.wait(for: "a first survey") { $0.state("visibility") == "holds" }
        }
        try await act(.mirrored)
        switch world.restart {
        case .none: return
        case .stop: try await live.stopMirror()
        case .kill(let topic):
            try await live.isDrained(topics)
            try await live.killBehind(topic)
        }
        try await act(.down)
        try await live.startMirror()
        try await act(.again)
    }

    private func says(_ service: GateService, _ watched: [Condition: [String]]) async throws {
        try await service.wait(for: "it says what it saw: \(watched)", within: .seconds(60)) { gates in
            watched.allSatisfy { condition, words in
                words.allSatisfy(gates.offenders(condition.rawValue).contains)
            }
        }
    }

    /// What is done once everything else was judged, under the same service.
    private func later(_ service: GateService) async throws {
        let ways = world.ways.filter { $0.acts[.later] != nil }
        if ways.isEmpty { return }
        try await act(.later)
        try await judge(ways, service, isLater: true)
    }

    // MARK: - What comes of it

    private func judge(_ ways: [Way], _ service: GateService, isLater: Bool = false) async throws {
        try await live.readMirrors(of: topics)
        var gates: Gates?
        var failure: String?
        do {
            gates = try await service.wait(for: "each topic is judged as it must be", within: .seconds(90)) {
                gates = $0
                guard world.isSafe, !isLater else { return ways.allSatisfy { isAsExpected($0, gates) } }
                return $0.gates.allSatisfy(\.safe) && ways.allSatisfy { isAsExpected($0, gates) }
            }
        } catch { failure = "\(error)" }
        let last = try #require(gates, "\(failure ?? "")")
        let (lost, positions) = try await (service.lost(), live.positions())
        let found = try await sideBySide(ways) { [live] way in
            try await (live.truth(of: way.topic), live.lagByOffsets(of: way.topic, positions))
        }
        for (way, (truth, lag)) in zip(ways, found) {
            let named = lost.filter { $0.topic == way.topic.rawValue }
            try report(way, said(way, last), truth, lag, named)
        }
        if let failure { Issue.record("\(world.mirror): \(failure)") }
    }

    private func isAsExpected(_ way: Way, _ gates: Gates?) -> Bool {
        gates.map { said(way, $0).differences(from: way.expected).isEmpty } ?? false
    }

    private func said(_ way: Way, _ gates: Gates) -> Said {
        Said(
            gates, of: way.topic.rawValue, mirror: live.mirror(way.topic).rawValue,
            others: topics.filter { $0 != way.topic }.map(\.rawValue))
    }

    /// Writes the row, and says what is otherwise than it must be.
    private func report(_ way: Way, _ said: Said, _ truth: Truth, _ lag: Lag, _ named: [LostItem]) throws {
        var differences = said.differences(from: way.expected)
        if let lost = way.expected.lost {
            if truth.lost != lost { differences.append("\(truth.lost) records are lost in place of \(lost)") }
        } else if truth.lost == 0 {
            differences.append("no record is lost")
        }
        // Every lost record that is still on OLD, and no other.
        let wanted = way.expected.states[.mirrorGapless] == .fails ? truth.retained : []
        if named.map(\.offset) != wanted {
            differences.append("named are \(named.map(\.offset)) in place of \(wanted)")
        }
        for difference in differences { Issue.record("\(way.topic), \(way.title): \(difference)") }
        try LossReport.write(
            [LossReport.row(way, world, truth, lag, said, named, isExpected: differences.isEmpty)]
                + differences.map { "not as expected: \(way.topic), \(way.title): \($0)" })
    }
}
