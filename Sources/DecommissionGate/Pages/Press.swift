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
        /// Whether the clusters are a demo's: everything that is served then says so.
        public var isDemo: Bool
        public var compressor: any Compressor
        /// Makes the digests that reports carry.
        public var digest: Report.Digest
        /// The surveys of an earlier process, for the page's picture.
        public var history = History()

        public init(
            build: BuildInfo, partitions: Bool = false, maxSeries: Int? = nil, isDemo: Bool = false,
            compressor: any Compressor, digest: @escaping Report.Digest
        ) {
            self.build = build
            self.partitions = partitions
            self.maxSeries = maxSeries
            self.isDemo = isDemo
            self.compressor = compressor
            self.digest = digest
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

    /// How many offenders, doubts and notes of each condition a service lists: a cluster that does not answer
    /// has one for each partition. Their totals count all.
    static let listed = 1000

    private let settings: Settings
    /// What is being proven; replaced when the configuration is read again.
    public var plan: Plan
    public var reload: Reload
    /// How keeping the evidence went last.
    public var evidence = EvidenceState.notWanted
    private var tally = Tally()
    private var history: History

    public init(_ settings: Settings, plan: Plan, reload: Reload) {
        self.settings = settings
        history = settings.history
        self.plan = plan
        self.reload = reload
    }

    /// What is served before the first survey has ended.
    public func firstEdition(process: ProcessFigures) -> Edition {
        let page = MetricsPage(
            gateBlocks(nil, counts: false) + sharedBlocks(nil, RequestCounts(), process)
                + DetailBudget([], room: nil).blocks, settings.compressor)
        let pages = pages(marked(GatesDocument(unsurveyed: plan)), page, Lists(), figure)
        return Edition(
            surveyed: nil, staleAfter: plan.timing.staleAfter, fresh: pages, stale: pages, lists: Lists(),
            figure: figure, report: ReportSource(plan, settings, evidence))
    }

    /// Counts `survey` and renders it.
    public mutating func edition(
        of survey: Survey, _ assessment: Assessment, requests: RequestCounts, process: ProcessFigures
    ) -> Edition {
        tally.count(survey, assessment)
        history.add(assessment, under: plan, evidenceCounts: evidence.obstacle == nil)
        let seen = marked(GatesDocument(fresh: assessment, of: survey, under: plan, listing: Self.listed))
        let document = evidence.obstacle.map { seen.withoutVerdict(because: $0) } ?? seen
        let (page, stalePage) = metrics(of: survey, assessment, requests, process)
        let (lists, figure) = (Lists(assessment, survey), figure)
        return Edition(
            surveyed: assessment.verdict.surveyed, staleAfter: plan.timing.staleAfter,
            fresh: pages(document, page, lists, figure),
            stale: pages(document.onceStale(under: plan.timing), stalePage, lists, figure),
            lists: lists, figure: figure,
            report: ReportSource(plan, settings, evidence, assessment, survey))
    }

    private func metrics(
        of survey: Survey, _ assessment: Assessment, _ requests: RequestCounts, _ process: ProcessFigures
    ) -> (fresh: MetricsPage, stale: MetricsPage) {
        let gates = gateBlocks(assessment.verdict, counts: evidence.obstacle == nil)
        let shared = sharedBlocks((survey, assessment.topics), requests, process)
        let detail = DetailMetrics(
            assessment: assessment, survey: survey, partitions: settings.partitions,
            compressor: settings.compressor)
        let own = (gates + shared).reduce(0) { $0 + $1.count }
        let budget = DetailBudget(detail.blocks, room: settings.maxSeries.map { $0 - own })
        let fresh = MetricsPage(gates + shared + budget.blocks, settings.compressor)
        let stale = MetricsPage(
            gateBlocks(assessment.verdict, counts: false) + shared + budget.blocks, settings.compressor)
        return (fresh, stale)
    }

    private func marked(_ document: GatesDocument) -> GatesDocument {
        var document = document
        document.demo = settings.isDemo
        return document
    }

    private func pages(
        _ document: GatesDocument, _ metrics: MetricsPage, _ lists: Lists, _ figure: HTML
    ) -> Edition.Pages {
        let landing = LandingPage(document, lists: lists, figure: figure).render()
        return Edition.Pages(document: document, metrics: metrics, landing: landing)
    }

    /// The last hours; nothing before the first survey of all.
    private var figure: HTML {
        HistoryFigure(history, plan.timing)?
            .render(old: plan.old.alias.rawValue, new: plan.new.alias.rawValue) ?? HTML()
    }

    private func gateBlocks(_ verdict: Verdict?, counts: Bool) -> [MetricBlock] {
        GateMetrics(verdict: verdict, timing: plan.timing, counts: counts, tally: tally).blocks
    }

    /// What no ceiling cuts and what does not change when the verdict grows stale.
    private func sharedBlocks(
        _ seen: (survey: Survey, topics: [TopicAccount])?, _ requests: RequestCounts,
        _ process: ProcessFigures
    ) -> [MetricBlock] {
        ClusterMetrics(survey: seen?.survey, topics: seen?.topics ?? [], plan: plan, tally: tally).blocks
            + EvidenceMetrics(state: evidence).blocks
            + ServiceMetrics(
                isDemo: settings.isDemo, build: settings.build, reload: reload, requests: requests,
                process: process
            ).blocks
    }
}
