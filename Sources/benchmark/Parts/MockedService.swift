import Allocator
import Compression
import DecommissionGate
import KafkaCluster
import MirrorMaker
import Quiescence

/// The service on mock clusters and without its server: everything from a survey to the finished pages.
///
/// librdkafka's mock knows topics and nothing of groups. So metadata and offsets are asked for, as they are of
/// real clusters, and only what they cannot say is made up: groups, permissions, records of MirrorMaker.
struct MockedService {
    /// As the first word of a command line: run this and print peak memory, CPU of a survey, bytes of the page.
    static let word = "mocked-service"

    let plan: Plan
    let surveys: Int

    init(_ words: [String]) throws {
        guard words.count == 4, let surveys = Int(words[3]) else {
            throw BenchmarkError("\(Self.word) is called by the benchmark alone")
        }
        plan = SyntheticLoad.plan(
            old: try ServerAddress.list(words[1]), new: try ServerAddress.list(words[2]))
        self.surveys = surveys
    }

    func run() async throws {
        let readers = try Side.allCases.map { try MockedReader(plan.cluster($0), $0) }
        let topics = MirrorTopics(plan)
        let clocks = BenchmarkClocks()
        let collector = Collector(
            plan: plan, old: readers[0], new: readers[1],
            mirror: MirrorMakerReader(old: plan.old.alias, topics: topics), producers: NoProducers(),
            clocks: clocks, timeout: .seconds(60))
        var evaluator = try Evaluator(plan: plan)
        var press = Press(
            Press.Settings(build: .benchmark, compressor: Gzip(), digest: { _ in "" }), plan: plan,
            reload: Press.Reload(successful: true, lastSuccess: clocks.now().wall))
        let published = Published(press.firstEdition(process: .now))
        // The first survey makes connections.
        var before = try ProcessUse.of()
        // Before it is at rest, every partition's records are compared once.
        for number in -Load.large.surveysUntilCompared...surveys {
            if number == 1 { before = try ProcessUse.of() }
            let survey = await collector.survey { evaluator.questions(for: $0) }
            let assessment = evaluator.weigh(survey)
            // Here and below as the program does.
            Allocator.giveBack()
            // Other than at rest, other things would be measured.
            for condition in assessment.verdict.conditions
            where number >= 0 && condition.finding.state != .holds {
                let why =
                    condition.finding.doubts.first.map { "\($0.subject): \($0.cause.detail)" }
                    ?? condition.finding.offenders.first.map { "\($0.subject): \($0.detail)" }
                throw BenchmarkError("\(condition.condition) does not hold: \(why ?? "no reason")")
            }
            published.publish(
                press.edition(of: survey, assessment, requests: published.requestCounts, process: .now))
            Allocator.giveBack()
        }
        let use = try ProcessUse.of()
        let page = Router(published: published, clocks: clocks)
            .respond(to: HTTPRequest(method: "GET", path: "/metrics"))
        print("\(use.peakBytes) \(((use.cpu - before.cpu) / surveys).inSeconds) \(page.body.count)")
    }
}

extension BuildInfo {
    fileprivate static let benchmark = BuildInfo(
        version: "benchmark", revision: "unknown", swiftVersion: "6",
        librdkafkaVersion: KafkaCluster.libraryVersion, libmicrohttpdVersion: "none")
}
