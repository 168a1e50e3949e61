public import Quiescence

/// Surveys both clusters, one round at a time; keeps nothing between rounds but what a late answer needs.
public final class Collector: Sendable {
    private let old: GuardedReader
    private let new: GuardedReader
    private let mirror: any MirrorReader
    private let producers: any ProducerReader
    private let declaredProducers: [ProducerName]
    private let clocks: any Clocks
    private let timeout: Duration
    private let mirrorCall = Outstanding<MirrorSurvey>()
    private let producersCall = Outstanding<[ProducerName: Reading<[ServerAddress]>]>()

    /// - Parameter timeout: How long a whole survey may take.
    public init(
        plan: Plan, old: any ClusterReader, new: any ClusterReader, mirror: any MirrorReader,
        producers: any ProducerReader, clocks: any Clocks, timeout: Duration
    ) {
        self.old = GuardedReader(old, alias: plan.old.alias)
        self.new = GuardedReader(new, alias: plan.new.alias)
        self.mirror = mirror
        self.producers = producers
        self.clocks = clocks
        self.timeout = timeout
        declaredProducers =
            switch plan.producers {
            case .undeclared, .observed: []
            case .declared(let producers): producers.map(\.name)
            }
    }

    /// One survey. `questions` is asked once, when everything else is read.
    ///
    /// Ends by the timeout and a small grace, whatever the clusters do; soon when cancelled, and is then
    /// worth nothing.
    public func survey(questions: (Survey) -> Questions) async -> Survey {
        let began = clocks.now()
        let deadlines = SurveyDeadlines(start: .now, timeout: timeout)
        async let oldGroups = Handover(old.readGroups(until: deadlines.groups))
        async let newGroups = Handover(new.readGroups(until: deadlines.groups))
        async let positions = readMirror(until: deadlines.groups)
        async let servers = readProducers(until: deadlines.groups)
        // Every commit and position of both clusters is read before the first end offset is: a write in
        // between then shows as lag, never as its absence.
        let before = await (old: oldGroups, new: newGroups, mirror: positions, producers: servers)

        async let oldOffsets = readOffsets(of: before.old, from: old, until: deadlines.offsets)
        async let newOffsets = readOffsets(of: before.new, from: new, until: deadlines.offsets)
        var survey = await Survey(
            began: began, ended: began, old: oldOffsets, new: newOffsets, mirror: before.mirror,
            producers: before.producers)
        survey.ended = clocks.now()

        let tails = TailReading(old: old, new: new)
        let ledger = LedgerReading(old: old, new: new)
        let questions = questions(survey)
        let tailsEnd = deadlines.end(ofTailsBefore: questions.ledger, now: .now)
        survey.tails = await tails.answers(to: questions.tails, until: tailsEnd)
        survey.ledger = await ledger.answers(to: questions.ledger, until: deadlines.tails)
        survey.ended = clocks.now()
        return survey
    }

    /// Gives up every connection; waits until `deadline` at most.
    public func close(until deadline: Deadline) async {
        async let oldClosed: Void = old.close(until: deadline)
        async let newClosed: Void = new.close(until: deadline)
        _ = await (oldClosed, newClosed)
    }

    private func readMirror(until deadline: Deadline) async -> MirrorSurvey {
        await mirrorCall.ask(
            "MirrorMaker's topics", until: deadline, otherwise: MirrorSurvey.init(nothingReadable:)
        ) { [mirror, old, new] in
            await mirror.readMirror(old: old, new: new, until: deadline)
        }
    }

    private func readProducers(until deadline: Deadline) async -> [ProducerName: Reading<[ServerAddress]>] {
        await producersCall.ask(
            "declared producers", until: deadline,
            otherwise: { cause in
                Dictionary(declaredProducers.map { ($0, .unreadable(cause)) }) { first, _ in first }
            }
        ) { [producers] in
            await producers.readProducers()
        }
    }

    /// Without a list of topics there is nothing to ask offsets of, and its cause stays the cause.
    private func readOffsets(
        of groups: Handover, from reader: GuardedReader, until deadline: Deadline
    ) async -> ClusterSurvey {
        groups.hasTopics ? await reader.readOffsets(of: groups, until: deadline) : groups.take()
    }
}
