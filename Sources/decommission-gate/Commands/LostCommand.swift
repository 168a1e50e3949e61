import DecommissionGate
import Quiescence

/// `lost`: the records that never reached NEW, one by one, so that they can be saved.
struct LostCommand: Command {
    static let manual = Manual(
        name: "lost", summary: "lists the records of OLD that MirrorMaker never brought to NEW",
        usage: ["lost URL [--output table|json]"],
        description: [
            "Asks a running service, which follows MirrorMaker's own pairs of offsets and reads on both clusters "
                + "what they leave open. Each record is named by topic, partition, offset, timestamp and the first "
                + "half of the SHA-256 of its key: enough to read it on OLD and to produce it again. What it says "
                + "is neither kept nor shown.",
            "Of each partition the first 1,000 are named; the condition mirror_gapless says how many there are. "
                + "They stay on OLD until its retention takes them.",
        ],
        options: [Option("output", .value("FORM"), "table or json; table by default.")],
        examples: [
            .init("decommission-gate lost http://gate:19308", "A line for each record."),
            .init(
                "decommission-gate lost http://gate:19308 --output json | "
                    + "jq -r '.[] | \"\\(.topic) \\(.partition) \\(.offset)\"'",
                "Where to read what has to be produced again."),
        ],
        exitCodes: [.safe, .notSafe, .unknown, .usage, .unreachable, .ourFault],
        meanings: [
            .safe: "nothing was lost, as far as MirrorMaker's pairs go back",
            .notSafe: "records were lost, or expired before that could be told; also where that is waived",
            .unknown: "not known yet, or the service has not looked lately",
        ])

    private let client: GatesClient
    private let form: Form

    private enum Form: String, CaseIterable {
        case table
        case json
    }

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(1...1, of: Self.manual)
        client = try GatesClient(arguments.operands[0])
        form = try arguments.choice("output", or: .table)
    }

    func run() async throws(Failure) -> ExitCode {
        let rows = try await client.fetchLost()
        let verdict = try await client.fetch()
        switch form {
        case .table: if !rows.isEmpty { StandardOutput.write(LostText.render(rows)) }
        case .json:
            do {
                StandardOutput.write(String(decoding: try JSON.bytes(rows), as: UTF8.self))
            } catch {
                throw Failure(.ourFault, "the list could not be written as JSON: \(error)")
            }
        }
        guard let condition = verdict[.mirrorGapless] else { return .unknown }
        if form == .table { say(condition, rows.count) }
        switch condition.state {
        // What was waived was lost all the same.
        case .holds where !rows.isEmpty || !condition.waivers.isEmpty: return .notSafe
        case .holds: return verdict.demo ? .unknown : .safe
        case .fails: return .notSafe
        case .unknown: return rows.isEmpty ? .unknown : .notSafe
        }
    }

    /// What the list leaves out, on standard error.
    private func say(_ condition: ConditionDocument, _ count: Int) {
        let named = count == 0 ? "no record is known to be lost" : "\(counted(count, "record")) by name"
        let waived = condition.waivers.map { "; waived: \($0.line)" }.joined()
        let first =
            condition.offenders.first.map { "\($0.subject): \($0.detail)" }
            ?? condition.doubts.first.map { "\($0.subject): \($0.detail); \($0.whatToDo)" }
        StandardError.write(
            "\(named); mirror_gapless \(condition.state.rawValue): \(first ?? condition.summary)\(waived)\n")
    }
}
