import DecommissionGate
import Quiescence

/// `verify`: is a report what was written, and does what it says fit together?
struct VerifyCommand: Command {
    static let manual = Manual(
        name: "verify",
        summary: "checks a report offline, and names the first thing in it that does not hold",
        usage: ["verify FILE"],
        description: [
            "Takes the JSON form that `report` writes; `-` is standard input. Every changed byte is found, white space "
                + "too. Then what it says must fit together: every condition that the gate needs is there, holds, and "
                + "has held for its window; the windows are the plan's, and the plan has its digest; times, totals, "
                + "cluster ids and waivers agree.",
            "It asks nobody and needs no network. The digest has no key, so it proves no author: compare what is "
                + "printed with your ticket, and the event with your journal.",
        ],
        options: [],
        examples: [
            .init(
                "decommission-gate verify report.json",
                "Holds and safe, or the first thing that does not hold."),
            .init(
                "decommission-gate report http://gate:19308 | decommission-gate verify -",
                "The report as it is now, without a file."),
        ],
        exitCodes: [.safe, .notSafe, .unknown, .usage, .ourFault, .configuration],
        meanings: [
            .safe: "it holds, and the gate was safe",
            .notSafe: "it does not hold, or the gate was not safe",
            .unknown: "it holds, and the gate was unknown; or it is a demo's",
            .configuration: "the file cannot be read",
        ])

    private let path: String

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(1...1, of: Self.manual)
        path = arguments.operands[0]
        guard !path.contains("://") else {
            throw Failure(
                .usage, "verify takes a file: decommission-gate report \(path) --output report.json")
        }
    }

    func run() async throws(Failure) -> ExitCode {
        let text = try ReportOrigin.contents(of: path)
        let sealed: SealedReport
        do throws(SealedReport.Flaw) {
            sealed = try SealedReport(reading: text, digest: ComparisonState.digest)
            if let flaw = try sealed.firstFlaw(digest: ComparisonState.digest) { throw flaw }
        } catch {
            StandardOutput.line("does not hold: \(error)")
            return .notSafe
        }
        StandardOutput.write(sealed.summary)
        return sealed.report.exitCode
    }
}

extension Report {
    /// That of its gate; a demo's says nothing of anybody's clusters.
    fileprivate var exitCode: ExitCode {
        switch judged?.state {
        case .safe: demo ? .unknown : .safe
        case .blocked, .observing: .notSafe
        case .unknown, nil: .unknown
        }
    }
}
