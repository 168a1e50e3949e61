import FoundationEssentials
import Glibc

/// One real Kafka cluster on loopback, in KRaft mode, of one or more brokers; node 1 is its controller.
///
/// Nothing of it outlives the test process. Use ``KafkaPair`` for two of them with MirrorMaker between.
public actor RealKafka {
    /// Addresses of all brokers, separated by commas.
    public nonisolated let bootstrap: String
    public nonisolated let clusterID: String
    /// Each broker's port of each listener, the broker's id being the index + 1.
    private nonisolated let ports: [[String: PortReservation]]
    private let controller: PortReservation
    private let name: String
    private let setup: ClusterSetup
    private let home: String
    private let workshop: Workshop
    private var running: [Int: ChildProcess] = [:]
    /// Ports of brokers that came later or moved.
    private var laterPorts: [Int: [String: PortReservation]] = [:]

    /// Starts a cluster and waits until all of its brokers answer.
    public static func start(_ setup: ClusterSetup) async throws -> RealKafka {
        let kafka = try RealKafka(setup, name: "kafka", in: Workshop())
        try await kafka.startAll()
        return kafka
    }

    init(_ setup: ClusterSetup, name: String, in workshop: Workshop) throws {
        guard let homes = KafkaHomes.find() else { throw TestKafkaError(KafkaHomes.skipReason) }
        self.name = name
        self.setup = setup
        self.workshop = workshop
        home = homes.path(of: setup.distribution)
        controller = try PortReservation()
        ports = try (0..<setup.brokers).map { _ in try Self.newPorts(setup) }
        bootstrap = Self.addresses(ports, "PLAINTEXT")
        // A random UUID in base64url, as Kafka writes its ids; the letter in front keeps it from looking
        // like an option to Kafka's tools.
        let random = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        clusterID = "K" + Data(random).base64EncodedString().dropLast(3).map(Self.urlSafe).joined()
    }

    private static func newPorts(_ setup: ClusterSetup) throws -> [String: PortReservation] {
        try Dictionary(
            uniqueKeysWithValues: (["PLAINTEXT"] + setup.listeners).map { ($0, try PortReservation()) })
    }

    private static func urlSafe(_ character: Character) -> String {
        switch character {
        case "+": "-"
        case "/": "_"
        case let other: String(other)
        }
    }

    /// Addresses of all brokers on one of the further listeners.
    public nonisolated func bootstrap(listener: String) -> String { Self.addresses(ports, listener) }

    /// The address of one broker, its id counted from 1.
    public nonisolated func address(ofBroker id: Int) -> String {
        Self.addresses([ports[id - 1]], "PLAINTEXT")
    }

    private static func addresses(_ ports: [[String: PortReservation]], _ listener: String) -> String {
        ports.compactMap { $0[listener] }.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
    }

    // MARK: - Life and death of brokers

    func startAll() async throws {
        try await withThrowingTaskGroup { group in
            for id in 1...setup.brokers { group.addTask { try await self.format(id) } }
            try await group.waitForAll()
        }
        for id in 1...setup.brokers { try launch(id) }
        try await waitUntilAnswering()
    }

    /// Stops a broker in its tracks without closing its connections (SIGSTOP), as a hung machine would.
    public func freeze(broker id: Int) { running[id]?.send(SIGSTOP) }

    /// Lets a frozen broker go on.
    public func resume(broker id: Int) { running[id]?.send(SIGCONT) }

    /// Shuts a broker down in good order (SIGTERM): it hands its partitions over first.
    public func stop(broker id: Int) async throws { try await end(id, SIGTERM) }

    /// Ends a broker at once (SIGKILL).
    public func kill(broker id: Int) async throws { try await end(id, SIGKILL) }

    /// Starts an ended broker again, with its data and on its ports; waits until it answers.
    public func startAgain(broker id: Int) async throws {
        try launch(id)
        try await waitUntilAnswering()
    }

    /// Takes a further broker into the running cluster; waits until it answers.
    public func add(broker id: Int) async throws {
        laterPorts[id] = try Self.newPorts(setup)
        try await format(id)
        try await startAgain(broker: id)
    }

    /// Shuts a broker down in good order and starts it again, with its data and on other ports; waits until it
    /// answers. ``bootstrap`` goes on naming the former address. Not for node 1.
    public func move(broker id: Int) async throws {
        try await stop(broker: id)
        laterPorts[id] = try Self.newPorts(setup)
        try writeProperties(ofBroker: id)
        try await startAgain(broker: id)
    }

    /// Kills all brokers and removes everything that they wrote.
    public func stopAll() async {
        await killAll()
        await workshop.close()
    }

    func killAll() async {
        for process in running.values { process.send(SIGKILL) }
        for (id, process) in running where await process.end(within: .seconds(20)) {
            workshop.forget("\(name)-\(id)")
        }
        running = [:]
    }

    private func launch(_ id: Int) throws {
        let process = "\(name)-\(id)"
        running[id] = try workshop.start(
            process, ["\(home)/bin/kafka-server-start.sh", workshop.path("\(process).properties")],
            variables: javaVariables(workshop, heap: setup.heap))
    }

    private func end(_ id: Int, _ signal: Int32) async throws {
        guard let process = running.removeValue(forKey: id) else {
            throw TestKafkaError("broker \(id) of \(name) does not run")
        }
        process.send(signal)
        guard await process.end(within: .seconds(30)) else {
            throw TestKafkaError("broker \(id) of \(name) outlived signal \(signal) by 30 s")
        }
        workshop.forget("\(name)-\(id)")
    }

    /// Every broker that was started and has not been ended is a live member of the cluster.
    private func waitUntilAnswering() async throws {
        let client = try TestClient(bootstrap)
        try await eventually("\(name) answers with \(running.count) brokers", within: .seconds(120)) {
            for (id, process) in running where process.hasEnded {
                throw TestKafkaError("broker \(id) of \(name) ended:\n\(workshop.logTail("\(name)-\(id)"))")
            }
            return try await client.brokers() == running.keys.sorted()
        }
    }

    // MARK: - Configuration

    private func format(_ id: Int) async throws {
        let file = try writeProperties(ofBroker: id)
        let process = "\(name)-\(id)-format"
        let formatting = try workshop.start(
            process, ["\(home)/bin/kafka-storage.sh", "format", "-t", clusterID, "-c", workshop.path(file)],
            variables: javaVariables(workshop))
        guard await formatting.end(within: .seconds(120)) else {
            throw TestKafkaError("\(process) does not end:\n\(workshop.logTail(process))")
        }
        workshop.forget(process)
    }

    /// The name of the file that they were written to.
    @discardableResult
    private func writeProperties(ofBroker id: Int) throws -> String {
        let file = "\(name)-\(id).properties"
        try workshop.write(propertiesFile(properties(ofBroker: id)), to: file)
        return file
    }

    private func properties(ofBroker id: Int) -> [String: String] {
        var listeners = (laterPorts[id] ?? ports[id - 1]).map { "\($0.key)://127.0.0.1:\($0.value.port)" }
            .sorted()
        let advertised = listeners.joined(separator: ",")
        if id == 1 { listeners.append("CONTROLLER://127.0.0.1:\(controller.port)") }
        let protocols = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"].map { "\($0):\($0)" }
        let own = [
            "node.id": "\(id)",
            "process.roles": id == 1 ? "broker,controller" : "broker",
            "controller.quorum.voters": "1@127.0.0.1:\(controller.port)",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listeners": listeners.joined(separator: ","),
            "advertised.listeners": advertised,
            "listener.security.protocol.map": (["CONTROLLER:PLAINTEXT"] + protocols).joined(separator: ","),
            "log.dirs": workshop.path("\(name)-\(id)-data"),
        ]
        return ClusterSetup.defaults.merging(own) { $1 }.merging(setup.properties) { $1 }
    }
}

extension KafkaHomes {
    func path(of distribution: Distribution) -> String {
        switch distribution {
        case .old: old
        case .new: new
        }
    }
}

/// Small heaps and quick starts: several Java processes share a small machine. The scripts of Apache's
/// archives write their own logs to `LOG_DIR`, by default below the distribution.
package func javaVariables(_ workshop: Workshop, heap: String = "256m") -> [String: String] {
    [
        "KAFKA_HEAP_OPTS": "-Xms64m -Xmx\(heap)",
        "KAFKA_JVM_PERFORMANCE_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto",
        "LOG_DIR": workshop.path("logs"),
    ]
}
