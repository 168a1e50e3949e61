import DecommissionGate
import Foundation
import Glibc
import HTTPClient
import TestKafka
import Testing

@Suite struct ServeTests {
    /// Nobody listens there; a survey takes its whole time over it.
    private static let configuration = """
        clusters:
          old: {alias: OLD, bootstrap_servers: "127.0.0.1:1"}
          new: {alias: NEW, bootstrap_servers: "127.0.0.1:2"}
        sampling: {interval: 5s, timeout: 1s}
        gate: {confirmation: 30s}

        """

    @Test("Asked to stop before its first survey has ended: 0, at once", arguments: [SIGTERM, SIGINT])
    func stopsInTheFirstSurvey(signal: Int32) async throws {
        let port = try PortReservation()
        let patient = Self.configuration.replacing(
            "{interval: 5s, timeout: 1s}", with: "{interval: 10m, timeout: 9m}")
        let service = try Self.service(port, patient)
        #expect(await service.logs("service started"))
        #expect(await status(port, "/-/healthy") == 200)
        service.send(signal)
        try await expectEnd(of: service)
    }

    @Test("Asked to stop between two surveys, with both clusters down: it was ready, and ends with 0")
    func stopsIdle() async throws {
        let port = try PortReservation()
        let service = try Self.service(port)
        #expect(await eventually { await status(port, "/-/ready") == 200 })
        #expect(await status(port, "/-/healthy") == 200)
        service.send(SIGTERM)
        try await expectEnd(of: service)
    }

    @Test("Asked twice: still 0")
    func stopsTwice() async throws {
        let port = try PortReservation()
        let service = try Self.service(port)
        #expect(await service.logs("service started"))
        service.send(SIGTERM)
        service.send(SIGTERM)
        // The second one may end it before it has said so.
        try await expectEnd(of: service, says: "service started")
    }

    /// The kernel drops a signal to the first process of a container that has no handler of its own.
    @Test("Asked to stop as the first process of a container: 0", .enabled(if: canUnshare))
    func stopsAsFirstProcess() async throws {
        let port = try PortReservation()
        let service = try Program.start(
            shell: """
                exec unshare --user --map-root-user --pid --fork --mount-proc --kill-child \
                "$1" --old 127.0.0.1:1 --new 127.0.0.1:2 --web.listen-address 127.0.0.1:\(port.port)
                """)
        #expect(await service.logs("service started"))
        service.sendToChild(SIGTERM)
        try await expectEnd(of: service)
    }

    /// Within the time that Kubernetes grants, and by its own decision.
    private func expectEnd(of service: Program, says last: String = "service stopped") async throws {
        let asked = ContinuousClock.now
        let outcome = try await service.outcome()
        #expect(outcome.code == 0)
        #expect(outcome.ended - asked < .seconds(10))
        #expect(outcome.errors.contains(last))
    }

    @Test("Two services on one port: the second says whose fault it is, and the first goes on")
    func portInUse() async throws {
        let port = try PortReservation()
        let first = try Self.service(port)
        #expect(await first.logs("service started"))
        let second = try await Self.service(port).outcome()
        #expect(second.code == 69)
        #expect(second.errors.contains("port \(port.port) is in use"))
        #expect(await status(port, "/-/healthy") == 200)
        first.send(SIGTERM)
        #expect(try await first.outcome().code == 0)
    }

    @Test("SIGHUP: a bad file is refused whole, a good one taken, an equal one changes nothing")
    func reloads() async throws {
        let port = try PortReservation()
        let service = try Self.service(port)
        #expect(await service.logs("service started"))
        service.send(SIGHUP)
        #expect(await service.logs("configuration unchanged"))
        try service.write("clusters: {old: 7}\n", to: "gate.yaml")
        service.send(SIGHUP)
        #expect(await service.logs("msg=\"configuration refused, the one before stays\" problems=2 file="))
        #expect(await service.logs("msg=\"configuration problem\" problem=2 file="))
        try service.write(Self.configuration + "producers: observed\n", to: "gate.yaml")
        service.send(SIGHUP)
        #expect(await service.logs("configuration reloaded"))
        #expect(await service.logs("cause=plan_changed"))
        service.send(SIGTERM)
        let outcome = try await service.outcome()
        #expect(outcome.code == 0)
    }

    @Test("What stays as it is is logged once, and every line is one line of logfmt")
    func logsChanges() async throws {
        let port = try PortReservation()
        let service = try Self.service(port)
        #expect(await service.logs("gate unknown", times: 3))
        #expect(await eventually { await surveys(port) >= 2 })
        service.send(SIGTERM)
        let lines = try await service.outcome().errors.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("ts=") })
        #expect(lines.count { $0.contains("cluster not read completely") } == 2)
        #expect(lines.count { $0.contains("condition=source_quiet") } == 1)
    }

    @Test("What serves real clusters says nowhere that it is a demo")
    func isNoDemo() async throws {
        let port = try PortReservation()
        let service = try Self.service(port)
        #expect(await eventually { await status(port, "/-/ready") == 200 })
        for path in ["/", "/metrics"] {
            let page = await text(port, path)
            #expect(!page.isEmpty && !page.uppercased().contains("DEMO"), "\(path)")
        }
        #expect(await text(port, "/api/v1/gates").contains("\"demo\":false"))
        service.send(SIGTERM)
        #expect(try await service.outcome().code == 0)
    }

    private static func service(
        _ port: PortReservation, _ configuration: String = configuration
    ) throws -> Program {
        try Program(
            ["--config.file", "{}/gate.yaml", "--web.listen-address", "127.0.0.1:\(port.port)"],
            files: ["gate.yaml": configuration])
    }
}

/// Whether a process may be made the first one of a namespace here; many containers forbid it.
/// With a /proc of its own, as a container has: libdispatch ends a process whose threads are others' there.
let canUnshare: Bool = {
    let trial = Process()
    trial.executableURL = URL(filePath: "/usr/bin/unshare")
    trial.arguments = ["--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "true"]
    trial.standardError = FileHandle.nullDevice
    do { try trial.run() } catch { return false }
    trial.waitUntilExit()
    return trial.terminationStatus == 0
}()

/// The status of an answer; nil while there is none.
private func status(_ port: PortReservation, _ path: String) async -> Int? {
    do throws(HTTPClientError) {
        return try await HTTPClient().get("http://127.0.0.1:\(port.port)\(path)", timeout: .seconds(5)).status
    } catch {
        return nil
    }
}

/// The body of an answer; empty while there is none.
private func text(_ port: PortReservation, _ path: String) async -> String {
    do throws(HTTPClientError) {
        let page = try await HTTPClient().get("http://127.0.0.1:\(port.port)\(path)", timeout: .seconds(5))
        return String(decoding: page.body, as: UTF8.self)
    } catch {
        return ""
    }
}

/// How many surveys the service has counted.
private func surveys(_ port: PortReservation) async -> Double {
    let prefix = "decommission_surveys_total{kafka_cluster=\"OLD\"} "
    let line = await text(port, "/metrics").split(separator: "\n").first { $0.hasPrefix(prefix) }
    return line.flatMap { Double($0.dropFirst(prefix.count)) } ?? 0
}
