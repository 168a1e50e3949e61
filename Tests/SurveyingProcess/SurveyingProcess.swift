import DecommissionGate
import EvidenceJournal
import Glibc
import Quiescence

/// Surveys a world that is a file, every 200 ms, and keeps what comes of it in a journal, until it is killed: the
/// loop, the judgement and the journal of the service, without clusters and without a server.
///
/// Prints a line when the journal is open, and one for each survey as it is published.
@main
enum SurveyingProcess {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3 else {
            Line.write("usage: SurveyingProcess JOURNAL-DIRECTORY WORLD-FILE")
            exit(64)
        }
        let clocks = KernelClocks()
        let store = try JournalStore(in: words[1], now: clocks.now().wall)
        let (old, new) = (
            WorldReader(path: words[2], side: .old), WorldReader(path: words[2], side: .new)
        )
        Line.write("open \(store.opening.quarantined.map { "quarantined: \($0.why)" } ?? "whole")")
        let collector = Collector(
            plan: ScriptedWorld.plan, old: old, new: new, mirror: old, producers: NoProducers(),
            clocks: clocks, timeout: .seconds(5))
        let runner = try Runner(
            plan: ScriptedWorld.plan, collector: collector, evidence: store, resuming: store.kept,
            log: Log(from: .error, clocks: clocks) { Line.write("log \($0.dropLast())") }
        ) { assessment, survey, _, evidence in
            Line.write(line(assessment, survey, evidence, at: clocks.now()))
        }
        await runner.run()
    }

    /// `survey AT BEGAN PUBLISHED kept|not GATES [FAILING] SEQUENCE`: the wall clock in milliseconds, the monotonic
    /// one in nanoseconds, states and names with commas between them, the number of the last event.
    private static func line(
        _ assessment: Assessment, _ survey: Survey, _ evidence: EvidenceState, at published: Moment
    ) -> String {
        let failing = assessment.verdict.conditions.filter { $0.finding.state == .fails }
        let fields = [
            "\(survey.ended.wall.millisecondsSince1970)", "\(survey.began.monotonic.nanoseconds)",
            "\(published.monotonic.nanoseconds)", evidence.obstacle == nil ? "kept" : "not",
            assessment.verdict.gates.map(\.state.name).joined(separator: ","),
            "[" + failing.map(\.condition.rawValue).joined(separator: ",") + "]",
            "\(evidence.figures?.sequence ?? -1)",
        ]
        return "survey " + fields.joined(separator: " ")
    }
}

/// A line at once, or nothing of it.
enum Line {
    static func write(_ text: String) {
        _ = Array("\(text)\n".utf8).withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

struct NoProducers: ProducerReader {
    func readProducers() async -> [ProducerName: Reading<[ServerAddress]>] { [:] }
}

/// The kernel's clocks, of one and the same start of the machine: nobody starts it anew during a test.
struct KernelClocks: Clocks {
    func now() -> Moment {
        Moment(
            monotonic: read(CLOCK_MONOTONIC), boottime: read(CLOCK_BOOTTIME),
            wall: WallTime(millisecondsSince1970: read(CLOCK_REALTIME).milliseconds), boot: "boot")
    }

    private func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
