import DecommissionGate
import Foundation
import Glibc
import Quiescence
import Synchronization
import TestHTTP
import Testing

/// `check --wait` where nobody looks: how it ends, and what it says on the way.
@Suite struct WaitTests {
    /// Answers in this order, and the last one from then on; each is made when it is asked for.
    private func inTurn(
        _ answers: (@Sendable () -> HTTPResponse)...
    ) -> @Sendable (HTTPRequest) -> HTTPResponse {
        let asked = Atomic(0)
        return { _ in answers[min(asked.add(1, ordering: .relaxed).oldValue, answers.count - 1)]() }
    }

    private static let blocked: @Sendable () -> HTTPResponse = { .verdict([.blocked, .blocked, .blocked]) }

    @Test("--wait asks on through a restart of the service, and prints a line per change only")
    func waits() async throws {
        let answers = inTurn(
            Self.blocked, Self.blocked, { HTTPResponse(status: 502) },
            { .verdict([.safe, .blocked, .blocked]) })
        try await serving(answers) { url in
            let outcome = try await Program.run(["check", url, "--gate", "mirror_maker", "--wait"])
            #expect(outcome.code == 0)
            #expect(outcome.output.hasPrefix("mirror_maker: safe"))
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 2, "\(outcome.errors)")
            #expect(lines.first?.contains(" UTC  mirror_maker: blocked") == true)
            #expect(lines.last?.contains("502") == true)
        }
    }

    @Test(
        "--wait gives up when its time is over, with the code of the last answer, and says so",
        arguments: [
            ([.blocked, .safe, .safe], 1), ([.unknown, .safe, .safe], 2), ([.safe, .unknown, .blocked], 1),
        ] as [([GateState], Int32)])
    func givesUp(states: [GateState], code: Int32) async throws {
        try await serving { _ in
            .verdict(states)
        } ask: { url in
            let outcome = try await Program.run(["check", url, "--wait", "--timeout", "1s"])
            #expect(outcome.code == code)
            #expect(outcome.errors.contains("the time is over: waiting 1 s of 1 s"), "\(outcome.errors)")
        }
    }

    @Test("The gates beside the one that is asked about open nothing")
    func anotherGate() async throws {
        try await serving { _ in
            .verdict([.safe, .observing(remaining: .seconds(60)), .safe])
        } ask: { url in
            let outcome = try await Program.run(
                ["check", url, "--gate", "mirror_topics", "--wait", "--timeout", "1s"])
            #expect(outcome.code == 1, "\(outcome)")
        }
    }

    @Test("A safe that a cache repeats ends no waiting")
    func repeated() async throws {
        let old = HTTPResponse.verdict([.safe, .safe, .safe], made: .now.advanced(by: .seconds(-3600)))
        try await serving { _ in
            old
        } ask: { url in
            let outcome = try await Program.run(["check", url, "--wait", "--timeout", "1s"])
            #expect(outcome.code == 2, "\(outcome)")
            #expect(outcome.errors.contains("by this machine's clock the answer was made 1 h ago"))
        }
    }

    @Test("A service that is not there to the end: 69, after the whole time")
    func neverThere() async throws {
        let port = try RawListener(listening: false)
        let began = ContinuousClock.now
        let outcome = try await Program.run(
            ["check", "http://127.0.0.1:\(port.port)", "--wait", "--timeout", "2s"])
        #expect(outcome.code == 69)
        #expect(outcome.ended - began >= .seconds(2))
    }

    @Test(
        "Asked to end: the code of the last answer, at once, and never 0",
        arguments: [SIGINT, SIGTERM, SIGHUP],
        [([.blocked, .safe, .safe], 1), ([.unknown, .safe, .safe], 2)] as [([GateState], Int32)])
    func stopped(signal: Int32, answer: ([GateState], Int32)) async throws {
        try await serving { _ in
            .verdict(answer.0)
        } ask: { url in
            let check = try Program(["check", url, "--wait"])
            #expect(await check.logs(" UTC  mirror_maker: "))
            check.send(signal)
            let asked = ContinuousClock.now
            let outcome = try await check.outcome()
            #expect(outcome.code == answer.1, "\(outcome)")
            #expect(outcome.errors.contains("stopped before it was safe"))
            #expect(outcome.ended - asked < .seconds(10))
        }
    }

    @Test("Asked to end before anybody has answered: unknown, and what is answered then comes too late")
    func stoppedUnanswered() async throws {
        let program = Mutex<Program?>(nil)
        let hasEnded = Mutex(false)
        try await serving { _ in
            // From here, for a test on a busy machine may be told too late.
            while program.withLock({ $0?.send(SIGTERM) }) == nil { usleep(1000) }
            while !hasEnded.withLock({ $0 }) { usleep(1000) }
            return .verdict([.safe, .safe, .safe])
        } ask: { url in
            let check = try Program(["check", url, "--wait"])
            program.withLock { $0 = check }
            let outcome = try await check.outcome()
            hasEnded.withLock { $0 = true }
            #expect(outcome.code == 2, "\(outcome)")
        }
    }

    /// As in a Kubernetes Job whose pod is evicted: the kernel drops a signal that has no handler.
    @Test(
        "Asked to end as the first process of a container: the code of the last answer",
        .enabled(if: canUnshare))
    func stoppedAsFirstProcess() async throws {
        try await serving { _ in
            .verdict([.blocked, .safe, .safe])
        } ask: { url in
            let check = try Program.start(
                shell: """
                    exec unshare --user --map-root-user --pid --fork --mount-proc --kill-child "$1" check \(url) --wait
                    """)
            #expect(await check.logs(" UTC  mirror_maker: "))
            check.sendToChild(SIGTERM)
            let outcome = try await check.outcome()
            #expect(outcome.code == 1, "\(outcome)")
            #expect(outcome.errors.contains("stopped before it was safe"))
        }
    }
}
