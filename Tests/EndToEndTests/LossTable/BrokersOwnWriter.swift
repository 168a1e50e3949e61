import Quiescence
import TestKafka
import Testing

/// A topic that the brokers of OLD themselves write for as long as they live, as Cruise Control's reporter does.
struct BrokersOwnWriter {
    private static let topic: TopicName = "__CruiseControlMetrics"
    private static let reason = "written by the brokers themselves"

    /// Keeps every gate shut until it is excluded with a reason; then they open although it goes on.
    static func isNeverPassedOver(_ live: LossWorld, _ service: GateService) async throws {
        try await live.old.createTopic(topic)
        let reporter = Task {
            while !Task.isCancelled {
                try await live.send(0..<1, to: topic)
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { reporter.cancel() }
        try await service.wait(for: "the brokers' own topic is named, and no other") { gates in
            let moved = gates.offenders("source_quiet")
            return gates.states == ["blocked", "blocked", "blocked"] && moved.count == 1
                && moved[0].hasPrefix("\(topic)-0: advanced by ")
        }
        try service.reload(
            LossStory.configuration(
                live, extra: "topics: {exclude: [{name: \(topic), reason: \"\(reason)\"}]}"))
        try await service.wait(for: "every gate opens again") { $0.states == ["safe", "safe", "safe"] }
        try await goesOn(live, under: service)
        let plan = try await service.get("/api/v1/gates").body
        #expect(plan.contains(#""name":"\#(topic)""#) && plan.contains(#""reason":"\#(reason)""#), "\(plan)")
        #expect(try await service.get("/").body.contains(reason))
    }

    /// It is written while every gate is safe, and listed as what it is.
    private static func goesOn(_ live: LossWorld, under service: GateService) async throws {
        let before = try await live.old.offsets(of: topic).upperBound
        try await eventually("the reporter goes on") {
            try await live.old.offsets(of: topic).upperBound > before + 5
        }
        let gates = try await service.gates()
        #expect(gates.states == ["safe", "safe", "safe"], "\(gates.inWords)")
        let topics = try await service.get("/api/v1/topics?match=\(topic)").body
        #expect(topics.contains(#""role":"excluded""#) && !topics.contains(#""role":"source""#), "\(topics)")
    }
}
