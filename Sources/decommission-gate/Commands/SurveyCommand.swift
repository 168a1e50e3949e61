import DecommissionGate
import Quiescence
import Synchronization

/// `survey`: one glance at both clusters, without a service.
struct SurveyCommand: Command {
    static let manual = Manual(
        name: "survey", summary: "looks at both clusters twice and says what stands in the way",
        usage: [
            "survey --old SERVERS --new SERVERS [flags]", "survey --config.file FILE [flags]",
            "survey --replay FILE [--config.file FILE] [flags]",
        ],
        description: [
            "Two looks, 10 seconds apart: enough to see what is written and read, and what cannot be read. "
                + "It never exits 0, for no window can have passed.",
            "How MirrorMaker is set up is read from its own topics on the new cluster; a file need only say what is to "
                + "count instead.",
            "Needs nothing installed on the clusters, and creates, commits and changes nothing there.",
            "With --output json the answer holds under `recording` all that it rests on: the plan and both looks. "
                + "Kept in a file it can be weighed again with --replay, under another configuration too, and can "
                + "become a test. It names the topics, groups, members, client ids and hosts of both clusters; no "
                + "password and no other property of a connection is in it.",
        ],
        options: SharedOptions.clusters + [
            Option(
                "replay", .value("FILE"),
                "Weighs what `survey --output json` saved, and asks no cluster; under the plan that was saved, or "
                    + "under the one of --config.file."),
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
                "The same for a program; the shape is that of /api/v1/gates, and `recording` beside it."),
            .init(
                "decommission-gate survey --replay saved.json --config.file gate.yaml",
                "What the saved looks come to with the exclusions of gate.yaml."),
        ],
        exitCodes: [.notSafe, .unknown, .usage, .unreachable, .configuration])

    private let recorded: String?
    /// Nil for a recording that is weighed by its own plan.
    private let source: ConfigurationSource?
    private let output: VerdictOutput
    private let log: Log
    private let clocks = SystemClocks()

    init(_ arguments: Arguments) throws(Failure) {
        try arguments.expectOperands(0...0, of: Self.manual)
        recorded = arguments["replay"]
        let isOwnPlan =
            recorded != nil && !["config.file", "old", "new", "producers"].contains(where: arguments.has)
        source = isOwnPlan ? nil : try ConfigurationSource(arguments, of: "survey")
        output = try VerdictOutput(arguments)
        log = try Log(arguments, from: .error, clocks: clocks)
    }

    func run() async throws(Failure) -> ExitCode {
        var configuration = try source?.require()
        configuration?.plan.timing.interval = .seconds(10)
        configuration?.sampling.interval = .seconds(10)
        if let recorded { return try replay(recorded, under: configuration?.plan) }
        guard let configuration else { throw Failure(.ourFault, "no configuration was read") }
        return try await survey(SelfConfiguration(taken: nil, log: log).completed(configuration))
    }

    private func survey(_ configuration: Configuration) async throws(Failure) -> ExitCode {
        let collector = try Collector(configuration, clocks: clocks)
        let looks = try await lookTwice(with: collector, configuration.plan)
        await collector.close(until: .now + .seconds(2))
        guard let last = looks.last else { throw Failure(.ourFault, "no survey has ended") }
        let age = clocks.now().boottime - last.survey.ended.boottime
        let document = GatesDocument(last.assessment, of: last.survey, under: last.plan, age: age)
        let recording = Recording(plan: last.plan, surveys: looks.map(\.survey))
        try output.print(document, restingOn: recording)
        return document.exitCode(after: last.survey)
    }

    /// Both looks; the first is only there to be compared with.
    private func lookTwice(with collector: Collector, _ plan: Plan) async throws(Failure) -> [Look] {
        let looks = Mutex<[Look]>([])
        let progress = Mutex(Progress())
        let show: @Sendable (String) -> Void = { text in
            progress.withLock { $0.show(text, change: text) }
        }
        show("first look at \(plan.old.alias) and \(plan.new.alias)")
        do {
            let runner = try Runner(plan: plan, collector: collector, log: log) {
                assessment, survey, plan, _ in
                looks.withLock { $0.append(Look(assessment: assessment, survey: survey, plan: plan)) }
                show("second look, \(plan.timing.interval.milliseconds / 1000) s after the first")
            }
            await runner.run(surveys: 2)
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        progress.withLock { $0.clear() }
        return looks.withLock(\.self)
    }

    /// Weighs a file's looks, under `plan` or else the plan that was saved with them.
    private func replay(_ file: String, under plan: Plan?) throws(Failure) -> ExitCode {
        var recording: Recording
        do throws(RecordingProblem) {
            recording = try Recording.load(file: file)
        } catch {
            throw Failure(.configuration, error.description)
        }
        if let plan { recording.plan = plan }
        let assessments: [Assessment]
        do {
            assessments = try recording.assessments()
        } catch {
            throw Failure(.configuration, "\(file): recording.plan: \(error)")
        }
        guard let assessment = assessments.last, let survey = recording.surveys.last else {
            throw Failure(
                .configuration, "\(file): recording.surveys: is empty, so there is nothing to weigh")
        }
        StandardError.write(
            "weighed again: what was seen at \(Timestamp(survey.ended.wall)), not what is now\n")
        let document = GatesDocument(replayed: assessment, of: survey, under: recording.plan)
        try output.print(document, restingOn: recording)
        return document.exitCode(after: survey)
    }
}

/// One survey and what it came to.
private struct Look: Sendable {
    let assessment: Assessment
    let survey: Survey
    let plan: Plan
}
