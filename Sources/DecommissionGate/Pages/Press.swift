public import Quiescence

/// Renders the edition of each survey, once, on the task of the one who surveys.
///
/// Keeps the counts that run over all surveys since the process started.
public struct Press: Sendable {
    /// What is rendered beside the survey.
    public struct Settings: Sendable {
        public var build: BuildInfo
        /// Whether the families of single partitions are written (`--collector.partitions`).
        public var partitions: Bool
        /// The ceiling on series (`--metrics.max-series`); nil for none.
        public var maxSeries: Int?
        /// Compresses a finished page; nil where it could not.
        public var gzip: @Sendable ([UInt8]) -> [UInt8]?

        public init(
            build: BuildInfo, partitions: Bool = false, maxSeries: Int? = nil,
            gzip: @escaping @Sendable ([UInt8]) -> [UInt8]?
        ) {
            self.build = build
            self.partitions = partitions
            self.maxSeries = maxSeries
            self.gzip = gzip
        }
    }

    /// The last attempt to read the configuration.
    public struct Reload: Sendable, Equatable {
        public var successful: Bool
        /// When the configuration in force was read.
        public var lastSuccess: WallTime

        public init(successful: Bool, lastSuccess: WallTime) {
            self.successful = successful
            self.lastSuccess = lastSuccess
        }
    }

    private let settings: Settings
    /// What is being proven; replaced when the configuration is read again.
    public var plan: Plan
    public var reload: Reload
    private var tally = Tally()

    public init(_ settings: Settings, plan: Plan, reload: Reload) {
        self.settings = settings
        self.plan = plan
        self.reload = reload
    }

    /// What is served before the first survey has ended. Throws where JSON cannot be written.
    public func firstEdition(process: ProcessFigures) throws -> Edition {
        let page = page(nil, isFresh: false, DetailBudget([], room: nil), RequestCounts(), process)
        let pages = try pages(GatesDocument(unsurveyed: plan), page)
        return Edition(
            surveyed: nil, staleAfter: plan.timing.staleAfter, fresh: pages, stale: pages, lists: Lists())
    }

    /// Counts `survey` and renders it. Throws where JSON cannot be written; what was published before
    /// then grows stale.
    public mutating func edition(
        of survey: Survey, _ assessment: Assessment, requests: RequestCounts, process: ProcessFigures
    ) throws -> Edition {
        tally.count(survey, assessment)
        let judged = (survey, assessment)
        let detail = DetailMetrics(assessment: assessment, survey: survey, partitions: settings.partitions)
            .blocks
        let own = ownBlocks(judged, isFresh: true, dropped: 0, requests, process)
        let budget = DetailBudget(
            detail, room: settings.maxSeries.map { $0 - own.reduce(0) { $0 + $1.count } })
        var page = page(judged, isFresh: true, budget, requests, process)
        page.compress(settings.gzip)
        // A stale page is served seldom and is not worth the time to compress it at every survey.
        let stalePage = self.page(judged, isFresh: false, budget, requests, process)
        let document = GatesDocument(fresh: assessment, of: survey, under: plan)
        return Edition(
            surveyed: assessment.verdict.surveyed, staleAfter: plan.timing.staleAfter,
            fresh: try pages(document, page),
            stale: try pages(document.onceStale(under: plan.timing), stalePage),
            lists: Lists(assessment, survey))
    }

    private func pages(_ document: GatesDocument, _ metrics: MetricsPage) throws -> Edition.Pages {
        var gates: [Gate: AgedBytes] = [:]
        for gate in document.gates {
            gates[gate.gate] = AgedBytes(object: try JSON.bytes(SingleGateDocument(gate, in: document)))
        }
        return Edition.Pages(
            document: document, metrics: metrics, gates: AgedBytes(object: try JSON.bytes(document)),
            gate: gates, landing: LandingPage.render(document))
    }

    private func page(
        _ judged: (survey: Survey, assessment: Assessment)?, isFresh: Bool, _ detail: DetailBudget,
        _ requests: RequestCounts, _ process: ProcessFigures
    ) -> MetricsPage {
        MetricsPage(
            ownBlocks(judged, isFresh: isFresh, dropped: detail.dropped, requests, process) + detail.kept)
    }

    /// The series that no ceiling cuts: the gates' first.
    private func ownBlocks(
        _ judged: (survey: Survey, assessment: Assessment)?, isFresh: Bool, dropped: Int,
        _ requests: RequestCounts, _ process: ProcessFigures
    ) -> [MetricBlock] {
        GateMetrics(
            verdict: judged?.assessment.verdict, timing: plan.timing, isFresh: isFresh, tally: tally
        ).blocks
            + ClusterMetrics(
                survey: judged?.survey, topics: judged?.assessment.topics ?? [], plan: plan, tally: tally
            ).blocks
            + ServiceMetrics(
                build: settings.build, reload: reload, requests: requests, process: process,
                droppedSeries: dropped
            ).blocks
    }
}
