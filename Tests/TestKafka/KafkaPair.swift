import Glibc
public import Quiescence

/// OLD, NEW and MirrorMaker 2 between them, all real, on loopback.
public actor KafkaPair {
    public nonisolated let old: RealKafka
    public nonisolated let new: RealKafka
    private let workshop: Workshop
    private var mirrors: [String: ChildProcess] = [:]

    /// Starts both clusters and waits until they answer; a pair of one broker each takes about 5 s.
    ///
    /// - Parameters:
    ///   - old: 3.9 unless said otherwise; OLD may be started from the newer distribution as well.
    public static func start(
        old: ClusterSetup = ClusterSetup(distribution: .old),
        new: ClusterSetup = ClusterSetup(distribution: .new)
    ) async throws -> KafkaPair {
        let pair = try KafkaPair(old, new)
        try await withThrowingTaskGroup { group in
            group.addTask { try await pair.old.startAll() }
            group.addTask { try await pair.new.startAll() }
            try await group.waitForAll()
        }
        return pair
    }

    private init(_ old: ClusterSetup, _ new: ClusterSetup) throws {
        workshop = try Workshop()
        self.old = try RealKafka(old, name: "old", in: workshop)
        self.new = try RealKafka(new, name: "new", in: workshop)
    }

    public nonisolated func cluster(_ side: Side) -> RealKafka {
        switch side {
        case .old: old
        case .new: new
        }
    }

    public nonisolated func bootstrap(_ side: Side) -> String { cluster(side).bootstrap }

    /// Kills everything and removes everything that was written.
    public func stopAll() async {
        for mirror in mirrors.values { mirror.send(SIGKILL) }
        for (alias, mirror) in mirrors where await mirror.end(within: .seconds(20)) {
            workshop.forget("mirror-\(alias)")
        }
        mirrors = [:]
        await old.killAll()
        await new.killAll()
        await workshop.close()
    }

    // MARK: - MirrorMaker 2

    /// Starts MirrorMaker 2 in dedicated mode and returns at once; its first records come some 12 s later.
    ///
    /// - Parameters:
    ///   - alias: OLD's alias, the prefix of the mirrors. Mirrors of several aliases may run at once.
    ///   - properties: win over the defaults, which mirror everything one way at intervals that suit tests; an
    ///     empty value takes a default away.
    ///   - distribution: whose MirrorMaker.
    public func startMirror(
        alias: String = "OLD", properties: [String: String] = [:], distribution: Distribution = .new
    ) throws {
        guard let homes = KafkaHomes.find() else { throw TestKafkaError(KafkaHomes.skipReason) }
        guard mirrors[alias] == nil else { throw TestKafkaError("mirror \(alias) runs already") }
        let name = "mirror-\(alias)"
        let all = mirrorDefaults(alias: alias).merging(properties) { $1 }
            .filter { !$0.value.isEmpty }
        try workshop.write(propertiesFile(all), to: "\(name).properties")
        mirrors[alias] = try workshop.start(
            name,
            [
                "\(homes.path(of: distribution))/bin/connect-mirror-maker.sh",
                workshop.path("\(name).properties"),
            ], variables: javaVariables(workshop))
    }

    /// Ends a mirror in good order (SIGTERM): it flushes its positions first.
    public func stopMirror(alias: String = "OLD") async throws { try await end(alias, SIGTERM) }

    /// Ends a mirror at once (SIGKILL): its positions stay as they were last flushed.
    public func killMirror(alias: String = "OLD") async throws { try await end(alias, SIGKILL) }

    private func end(_ alias: String, _ signal: Int32) async throws {
        guard let mirror = mirrors.removeValue(forKey: alias) else {
            throw TestKafkaError("no mirror \(alias) runs")
        }
        mirror.send(signal)
        guard await mirror.end(within: .seconds(60)) else {
            throw TestKafkaError("mirror \(alias) outlived signal \(signal) by 60 s")
        }
        workshop.forget("mirror-\(alias)")
    }

    /// The end of a mirror's log.
    public func mirrorLog(alias: String = "OLD", lines: Int = 40) -> String {
        workshop.logTail("mirror-\(alias)", lines: lines)
    }

    /// Everything mirrored one way, at intervals that suit tests.
    ///
    /// `offset.flush.interval.ms` is heeded only with the target's prefix; without it the first position
    /// takes a minute.
    private func mirrorDefaults(alias: String) -> [String: String] {
        [
            "clusters": "\(alias), NEW",
            "\(alias).bootstrap.servers": old.bootstrap,
            "NEW.bootstrap.servers": new.bootstrap,
            "\(alias)->NEW.enabled": "true",
            "\(alias)->NEW.topics": ".*",
            "\(alias)->NEW.groups": ".*",
            "NEW->\(alias).enabled": "false",
            "NEW->\(alias).emit.heartbeats.enabled": "false",
            "replication.factor": "1",
            "checkpoints.topic.replication.factor": "1",
            "heartbeats.topic.replication.factor": "1",
            "offset-syncs.topic.replication.factor": "1",
            "offset.storage.replication.factor": "1",
            "status.storage.replication.factor": "1",
            "config.storage.replication.factor": "1",
            "refresh.topics.interval.seconds": "5",
            "refresh.groups.interval.seconds": "5",
            "emit.checkpoints.interval.seconds": "5",
            "emit.heartbeats.interval.seconds": "1",
            "NEW.offset.flush.interval.ms": "5000",
            "dedicated.mode.enable.internal.rest": "false",
        ]
    }
}
