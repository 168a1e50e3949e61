import DecommissionGate
import MockKafka
import Quiescence

/// The two clusters with everything that writes, mirrors and reads: what happens, happens here, and the gate
/// only watches.
actor World {
    nonisolated let old: DemoCluster
    nonisolated let new: DemoCluster
    private let file: SharedFile
    private let pace: Pace
    private let clocks: any Clocks
    private let faults: Set<Fault>
    private var producers = Producer.all(on: .old)
    private let mirror: Mirror
    private let applications: [Application]
    private var acts: [Act] = []
    /// Records that the mirror may still write, of those that it could have written since the start.
    private var mirrorBudget: Duration = .zero
    private var untilHeartbeat: Duration = .zero
    /// What went wrong last; nil while nothing does.
    private(set) var trouble: String?

    /// What somebody does in the story.
    enum Act: Sendable, Equatable {
        /// Every group is given offsets on NEW and goes on reading on OLD.
        case seedGroups
        /// Every group that has replayed reads on NEW from now on.
        case moveGroups
        /// The producers' file names NEW, and they are started anew.
        case flipProducers
        /// Somebody whom nobody has declared writes one record to OLD.
        case writeStray
    }

    /// What a test breaks, to see that the gate then stays shut.
    enum Fault: Sendable {
        /// The mirror stops at the flip, with records in flight.
        case mirrorStands
        /// The group shipping reads no record on NEW.
        case shippingStands
        /// The file is rewritten, and no producer is started anew.
        case producersStay
    }

    /// `connect` makes one more connection to a cluster: mirror and groups have their own, as in the world.
    init(
        _ old: DemoCluster, _ new: DemoCluster, file: SharedFile, pace: Pace, clocks: any Clocks,
        faults: Set<Fault>, connect: @Sendable (ClusterConnection) throws -> any ClusterReader
    ) throws {
        self.old = old
        self.new = new
        self.file = file
        self.pace = pace
        self.clocks = clocks
        self.faults = faults
        mirror = Mirror(from: try connect(old.connection), on: old.mock, to: new.mock)
        let groups: [(GroupName, [TopicName])] = [
            ("billing", ["orders", "payments"]), ("shipping", ["orders"]),
        ]
        applications = try groups.map { group, topics in
            Application(
                group, reading: topics,
                old: Application.Home(cluster: old, reader: try connect(old.connection)),
                new: Application.Home(cluster: new, reader: try connect(new.connection)))
        }
    }

    /// To be done in the next step.
    func perform(_ act: Act) { acts.append(act) }

    /// Lives until cancelled.
    func run() async {
        var last = ContinuousClock.now
        while !Task.isCancelled {
            let now = ContinuousClock.now
            // On a busy machine the world slows down: what is owed for a long step would make the next one longer.
            await step(min(last.duration(to: now), pace.step * 5))
            last = now
            do { try await Task.sleep(until: now + pace.step, clock: .continuous) } catch { return }
        }
    }

    /// What happens in `time`; also before the gate has opened its eyes.
    func step(_ time: Duration) async {
        do {
            let story = pace.story(in: time)
            let deadline = ContinuousClock.now + .seconds(5)
            try await produce(story)
            try await copy(story, until: deadline)
            try await consume(until: deadline)
            while let act = acts.first {
                try await take(act, until: deadline)
                acts.removeFirst()
            }
            trouble = nil
        } catch {
            trouble = "\(error)"
        }
    }

    private func produce(_ time: Duration) async throws {
        for number in producers.indices {
            let (topic, cluster) = (producers[number].topic, cluster(producers[number].target))
            for (partition, records) in producers[number].records(after: time) {
                try await cluster.mock.append(records, to: topic, partition, batched: true)
            }
        }
        untilHeartbeat -= time
        if untilHeartbeat <= .zero {
            untilHeartbeat = .seconds(1)
            let beat = MirrorRecords.heartbeat(at: clocks.now().wall.millisecondsSince1970)
            try await old.mock.append([beat], to: MirrorNaming.heartbeats)
        }
    }

    private func copy(_ time: Duration, until deadline: Deadline) async throws {
        let isFlipped = producers.contains { $0.target == .new }
        guard !isFlipped || !faults.contains(.mirrorStands) else { return }
        mirrorBudget += time * Mirror.rate
        let budget = Int(mirrorBudget.components.seconds)
        mirrorBudget -= .seconds(budget)
        try await mirror.step(budget: budget, until: deadline)
    }

    private func consume(until deadline: Deadline) async throws {
        for application in applications {
            if await stands(application) { continue }
            try await application.step(until: deadline)
        }
    }

    private func stands(_ application: Application) async -> Bool {
        guard faults.contains(.shippingStands), application.group == "shipping" else { return false }
        return await application.side == .new
    }

    private func take(_ act: Act, until deadline: Deadline) async throws {
        switch act {
        case .seedGroups:
            for application in applications { try await application.seed(until: deadline) }
        case .moveGroups:
            for application in applications where await application.hasReplayed {
                await application.move()
            }
        case .flipProducers:
            try file.write(new.mock.bootstrapServers)
            guard !faults.contains(.producersStay) else { return }
            let servers = try file.servers()
            for number in producers.indices {
                producers[number].restart(on: servers == new.mock.bootstrapServers ? .new : .old)
            }
        case .writeStray:
            try await old.mock.append([MockRecord(key: "stray", "nobody declared me")], to: "orders")
        }
    }

    private func cluster(_ side: Side) -> DemoCluster { side == .old ? old : new }
}
