import DecommissionGate
import KafkaCluster
import MirrorMaker
import Quiescence
import TestKafka

/// Measures surveys of two real clusters in this process, in turns with the wire.
struct SurveyBenchmark {
    let pair: KafkaPair
    let load: Load
    let rounds: Int
    let progress: Progress

    private struct Round {
        var wire: Duration
        var wireCPU: Duration
        /// Without MirrorMaker's topics, and without a look into any record.
        var plain: Duration
        var survey: Duration
        var surveyCPU: Duration
        var parts: [SurveyPart: Duration]
        /// The evaluator's parts: what is to be read, and what it comes to.
        var questioning: Duration
        var weighing: Duration
    }

    /// Surveys that may pass until nothing is left to be read.
    private static let patience = 200

    func figures() async throws -> [Figure] {
        let wires = try Side.allCases.map { try Wire(pair.bootstrap($0)) }
        let times = SurveyTimes()
        let plan = SyntheticLoad.plan(
            old: try ServerAddress.list(pair.bootstrap(.old)),
            new: try ServerAddress.list(pair.bootstrap(.new)))
        let clusters = try Side.allCases.map { side in
            try KafkaCluster(
                ClusterConnection(
                    alias: plan.cluster(side).alias, bootstrapServers: plan.cluster(side).bootstrapServers))
        }
        let collector = Self.collector(plan, clusters, times)
        let plain = Self.plainCollector(plan, clusters)
        var evaluator = try Evaluator(plan: plan)
        let settling = try await settle(collector, &evaluator)
        var rounds: [Round] = []
        var requests: [String: Int] = [:]
        for number in 1...self.rounds {
            progress.show("survey: round \(number) of \(self.rounds)")
            let wire = try await Self.measured { try await Self.ask(wires) }
            var bare: Survey?
            let plainly = try await Self.measured { bare = await plain.survey { _ in Questions() } }
            times.clear()
            var survey: Survey?
            var questioning = Duration.zero
            let ours = try await Self.measured {
                survey = await collector.survey { read in
                    let began = ContinuousClock.now
                    defer { questioning = began.duration(to: .now) }
                    return evaluator.questions(for: read)
                }
            }
            guard let survey, let bare else { continue }
            requests = survey.requestsSent.merging(bare.requestsSent) { $0 - $1 }
            let weighing = try await Self.measured { _ = evaluator.weigh(survey) }
            try Self.check(survey)
            rounds.append(
                Round(
                    wire: wire.time, wireCPU: wire.cpu, plain: plainly.time, survey: ours.time,
                    surveyCPU: ours.cpu,
                    parts: SurveyPart.allCases.reduce(into: [:]) { $0[$1] = times[$1] },
                    questioning: questioning, weighing: weighing.time))
        }
        let pieces = try await pieces(of: clusters)
        await collector.close(until: .now + .seconds(5))
        return settling + Self.figures(rounds, requests) + pieces
    }

    /// Until all that must be read was: what follows is what a survey costs from day to day.
    private func settle(_ collector: Collector, _ evaluator: inout Evaluator) async throws -> [Figure] {
        let began = ContinuousClock.now
        var reasons: [String] = []
        for number in 1...Self.patience {
            let survey = await collector.survey { evaluator.questions(for: $0) }
            let assessment = evaluator.weigh(survey)
            try Self.check(survey)
            let findings = [Condition.mirrorDrained, .mirrorGapless, .mirrorFaithful].compactMap {
                assessment.verdict[$0]?.finding
            }
            progress.show("survey: \(number) until all is read, \(findings.last?.summary ?? "")")
            reasons = findings.flatMap { finding in
                finding.offenders.map { "\($0.subject): \($0.detail)" }
                    + finding.doubts.map { "\($0.subject): \($0.cause.detail)" }
            }
            guard reasons.isEmpty else { continue }
            return [
                Figure("survey", "surveys until every record that must be read was", Double(number), .count),
                Figure("survey", "their time", began.duration(to: .now)),
            ]
        }
        throw BenchmarkError("after \(Self.patience) surveys something is not proven: \(reasons.prefix(3))")
    }

    private static func figures(_ rounds: [Round], _ requests: [String: Int]) -> [Figure] {
        // Each round is compared with its own wire: what else the machine does changes with time.
        let ratios = rounds.map { $0.survey / $0.wire }.sorted()
        let cpuRatios = rounds.map { $0.surveyCPU / $0.wireCPU }.sorted()
        let part = "survey"
        let whole = rounds.map { ($0.survey + $0.weighing) / $0.plain }.sorted()
        return [
            Figure(part, "wire: what cannot be done without", rounds.map(\.wire).median),
            Figure(part, "survey of both clusters", rounds.map(\.survey).median),
            Figure(part, "survey ÷ wire", ratios[ratios.count / 2], .ratio, target: 1.5),
            Figure(part, "plain survey: nothing of MirrorMaker, no record", rounds.map(\.plain).median),
            Figure(
                part, "survey and judgement ÷ plain survey", whole[whole.count / 2], .ratio, target: 2),
            Figure(part, "wire, CPU", rounds.map(\.wireCPU).median),
            Figure(part, "survey, CPU", rounds.map(\.surveyCPU).median),
            Figure(part, "survey ÷ wire, CPU", cpuRatios[cpuRatios.count / 2], .ratio),
        ]
            + SurveyPart.allCases.map { one in
                Figure(part, one.rawValue, rounds.compactMap { $0.parts[one] }.median)
            }
            + [
                Figure(part, "the evaluator's questions", rounds.map(\.questioning).median),
                Figure(part, "the evaluator's judgement", rounds.map(\.weighing).median),
            ]
            + requests.sorted { $0.key < $1.key }.filter { $0.value > 0 }
            .map { Figure(part, "requests: \($0.key)", Double($0.value), .count) }
    }

    /// Both clusters at once, as a survey does.
    private static func ask(_ wires: [Wire]) async throws {
        try await withThrowingTaskGroup { group in
            for wire in wires { group.addTask { try await wire.ask() } }
            try await group.waitForAll()
        }
    }

    private static func measured(_ body: () async throws -> Void) async throws
        -> (time: Duration, cpu: Duration)
    {
        let before = ProcessUse.preciseCPU
        let time = try await ContinuousClock().measure { try await body() }
        return (time, ProcessUse.preciseCPU - before)
    }

    /// What was not read took no time and must not be measured.
    private static func check(_ survey: Survey) throws {
        for cluster in [survey.old, survey.new] {
            guard cluster.isComplete else { throw BenchmarkError("\(cluster.alias) was not read completely") }
        }
        guard survey.mirror.positions.isKnown, survey.mirror.syncs.isKnown else {
            throw BenchmarkError("MirrorMaker's topics were not read: \(survey.mirror.positions)")
        }
    }

    private static func collector(_ plan: Plan, _ clusters: [KafkaCluster], _ times: SurveyTimes) -> Collector
    {
        let topics = MirrorTopics(plan)
        return Collector(
            plan: plan, old: TimedReader(reader: clusters[0], times: times),
            new: TimedReader(reader: clusters[1], times: times),
            mirror: MirrorMakerReader(old: plan.old.alias, topics: topics), producers: NoProducers(),
            clocks: BenchmarkClocks(), timeout: .seconds(20))
    }

    /// Asks both clusters for all that they know of themselves, and opens no record.
    private static func plainCollector(_ plan: Plan, _ clusters: [KafkaCluster]) -> Collector {
        Collector(
            plan: plan, old: clusters[0], new: clusters[1], mirror: NoMirror(), producers: NoProducers(),
            clocks: BenchmarkClocks(), timeout: .seconds(20))
    }

    /// What the first part of a survey is made of, each piece asked for alone.
    private func pieces(of clusters: [KafkaCluster]) async throws -> [Figure] {
        var figures: [Figure] = []
        for piece in GroupsPiece.allCases {
            var times: [Duration] = []
            for number in 1...rounds {
                progress.show("survey: \(piece.rawValue), round \(number) of \(rounds)")
                let time = try await Self.measured {
                    try await withThrowingTaskGroup { group in
                        for cluster in clusters {
                            group.addTask { try await cluster.read(piece, until: .now + .seconds(20)) }
                        }
                        try await group.waitForAll()
                    }
                }
                times.append(time.time)
            }
            figures.append(Figure("survey", "alone: \(piece.rawValue)", times.median))
        }
        return figures
    }
}

extension Survey {
    /// Requests to both clusters since the start, by API.
    fileprivate var requestsSent: [String: Int] {
        old.requests.merging(new.requests) {
            RequestCount(sent: $0.sent + $1.sent, failed: $0.failed + $1.failed)
        }.mapValues(\.sent)
    }
}

extension ClusterSurvey {
    fileprivate var isComplete: Bool {
        guard case .known(let topics) = topics, groups.completeness == .complete else { return false }
        return topics.values.allSatisfy { topic in
            guard case .known(let topic) = topic else { return false }
            return topic.partitions.allSatisfy { $0.start.isKnown && $0.end.isKnown && $0.stable.isKnown }
        } && groups.seen.values.allSatisfy(\.commits.isKnown)
    }
}
