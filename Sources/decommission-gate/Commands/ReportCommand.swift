import DecommissionGate
import Quiescence

/// `report`: all that a gate was judged on, to be kept.
struct ReportCommand: Command {
    static let manual = Manual(
        name: "report", summary: "writes down all that a gate was judged on, for a ticket and for machines",
        usage: ["report URL|FILE [--gate GATE] [--format FORM] [--output FILE]"],
        description: [
            "What was declared and when; what is left out, and why; each condition with its evidence, its window and "
                + "when it failed last; topics with their end offsets; what the gate cannot see. A gate that is not "
                + "safe has a report, too: it says so first.",
            "Keep the JSON form: it ends with its own SHA-256, which the other forms name and `verify` checks. A digest "
                + "without a key proves that nothing was changed, not who wrote it: whoever changes the file can "
                + "reckon it anew. Compare it with the one in your ticket; the journal's last event, where a journal "
                + "is kept, stands in the report for the same reason. The other forms can be made of a kept file "
                + "at any time.",
        ],
        options: [
            SharedOptions.gate,
            Option("format", .value("FORM"), "json, html or markdown; json by default."),
            Option("output", .value("FILE"), "Where to write it; standard output by default."),
        ],
        examples: [
            .init(
                "decommission-gate report http://gate:19308 --output report.json",
                "The evidence for the last gate, to be kept."),
            .init(
                "decommission-gate report report.json --format markdown",
                "The same for a ticket, with the digest of that very file."),
        ],
        exitCodes: [.safe, .usage, .unreachable, .ourFault, .configuration],
        meanings: [.configuration: "a file cannot be read or written, or is no report"])

    private let origin: ReportOrigin
    private let gate: Gate?
    private let format: ReportFormat
    private let file: String?

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(1...1, of: Self.manual)
        origin = try ReportOrigin(arguments.operands[0])
        gate = arguments.has("gate") ? try arguments.choice("gate", or: .oldBrokers) : nil
        format = try arguments.choice("format", or: .json)
        file = arguments["output"]
    }

    func run() async throws(Failure) -> ExitCode {
        let bytes = format.bytes(of: try await origin.report(on: gate))
        guard let file else {
            StandardOutput.write(String(decoding: bytes, as: UTF8.self))
            return .done
        }
        do {
            try FilesOnDisk.save(bytes, to: file)
        } catch {
            throw Failure(
                .configuration,
                "--output \(file): cannot be written; name a file in a directory of your own")
        }
        return .done
    }
}
