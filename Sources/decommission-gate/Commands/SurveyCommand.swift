import DecommissionGate
import Quiescence
import Synchronization

/// `survey`: one glance at both clusters, without a service.
struct SurveyCommand: Command {
    static let manual = Manual(
        name: "survey", summary: "looks at both clusters twice and says what stands in the way",
        usage: ["survey --old SERVERS --new SERVERS [flags]", "survey --config.file FILE [flags]"],
        description: [
            "Two looks, 10 seconds apart: enough to see what is written and read, and what cannot be read. "
                + "It never exits 0, for no window can have passed.",
            "Needs nothing installed on the clusters, and creates, commits and changes nothing there.",
        ],
        options: SharedOptions.clusters + [
            SharedOptions.output, SharedOptions.suggest, SharedOptions.logLevel("error"),
            SharedOptions.logFormat,
        ],
        examples: [
            .init(
                "decommission-gate survey --old old:9092 --new new:9092",
                "What blocks, what is unknown, what holds."),
            .init(
                "decommission-gate survey --config.file gate.yaml --suggest",
                "And lines for gate.yaml: dead groups to exclude, groups that had moved, topics without a reader."
            ),
            .init(
                "decommission-gate survey --config.file gate.yaml --output json | jq '.conditions[] | .summary'",
                "The same for a program; the shape is that of /api/v1/gates."),
        ],
        exitCodes: [.notSafe, .unknown, .usage, .unreachable, .configuration])

    private let source: ConfigurationSource
    private let output: VerdictOutput
    private let log: Log
    private let clocks = SystemClocks()

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(0...0, of: Self.manual)
        source = try ConfigurationSource(arguments, of: "survey")
        output = try VerdictOutput(arguments)
        log = try Log(arguments, from: .error, clocks: clocks)
    }

    func run() async throws(Failure) -> ExitCode {
        var configuration = try source.require()
        configuration.plan.timing.interval = .seconds(10)
        configuration.sampling.interval = .seconds(10)
        let collector = try Collector(configuration, clocks: clocks)
        let look = try await lookTwice(with: collector, configuration.plan)
        await collector.close(until: .now + .seconds(2))
        let age = clocks.now().boottime - look.survey.ended.boottime
        let document = GatesDocument(look.assessment, of: look.survey, under: look.plan, age: age)
        try output.print(document)
        return document.exitCode(after: look.survey)
    }

    /// What the second look came to; the first is only there to be compared with.
    private func lookTwice(with collector: Collector, _ plan: Plan) async throws(Failure) -> Look {
        let last = Mutex<Look?>(nil)
        let progress = Mutex(Progress())
        let show: @Sendable (String) -> Void = { text in
            progress.withLock { $0.show(text, change: text) }
        }
        show("first look at \(plan.old.alias) and \(plan.new.alias)")
        do {
            let runner = try Runner(plan: plan, collector: collector, log: log) { assessment, survey, plan in
                last.withLock { $0 = Look(assessment: assessment, survey: survey, plan: plan) }
                show("second look, \(plan.timing.interval.milliseconds / 1000) s after the first")
            }
            await runner.run(surveys: 2)
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        progress.withLock { $0.clear() }
        guard let look = last.withLock(\.self) else { throw Failure(.ourFault, "no survey has ended") }
        return look
    }
}

/// One survey and what it came to.
private struct Look: Sendable {
    let assessment: Assessment
    let survey: Survey
    let plan: Plan
}
