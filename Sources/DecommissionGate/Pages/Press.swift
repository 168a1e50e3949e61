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

    public init(_ settings: Settings, plan: Plan, reload: Reload) {
        self.settings = settings
        self.plan = plan
        self.reload = reload
    }

    /// What is served before the first survey has ended. Throws where JSON cannot be written.
    public func firstEdition(process: ProcessFigures) throws -> Edition {
        let document = GatesDocument(unsurveyed: plan)
        let pages = try pages(document)
        return Edition(
            surveyed: nil, staleAfter: plan.timing.staleAfter, fresh: pages, stale: pages, lists: Lists())
    }

    /// Counts `survey` and renders it. Throws where JSON cannot be written; what was published before
    /// then grows stale.
    public mutating func edition(
        of survey: Survey, _ assessment: Assessment, requests: RequestCounts, process: ProcessFigures
    ) throws -> Edition {
        let fresh = GatesDocument(fresh: assessment, of: survey, under: plan)
        return Edition(
            surveyed: assessment.verdict.surveyed, staleAfter: plan.timing.staleAfter,
            fresh: try pages(fresh), stale: try pages(fresh.onceStale(under: plan.timing)),
            lists: Lists(assessment, survey))
    }

    private func pages(_ document: GatesDocument) throws -> Edition.Pages {
        var gates: [Gate: AgedBytes] = [:]
        for gate in document.gates {
            gates[gate.gate] = AgedBytes(object: try JSON.bytes(SingleGateDocument(gate, in: document)))
        }
        return Edition.Pages(
            document: document, metrics: MetricsPage(text: .init(plain: []), openMetrics: .init(plain: [])),
            gates: AgedBytes(object: try JSON.bytes(document)), gate: gates,
            landing: LandingPage.render(document))
    }
}
