/// Series on the journal: whether what is decided is also kept.
struct EvidenceMetrics {
    let state: EvidenceState

    var blocks: [MetricBlock] {
        let figures = state.figures
        return [
            MetricBlock(Self.lastWrite, figures?.lastWrite.map { .time($0) }),
            MetricBlock(Self.bytes, figures.map { .integer($0.bytes) }),
            MetricBlock(Self.intact, figures.map { .flag($0.isIntact) }),
            MetricBlock(Self.sequence, figures.map { .integer($0.sequence) }),
            MetricBlock(Self.failures, .count(figures?.failures ?? 0)),
        ]
    }
}

extension EvidenceMetrics {
    private static let lastWrite = MetricFamily.gauge(
        "decommission_evidence_last_write_timestamp_seconds",
        help: "Unix time at which evidence was last kept; only with a journal, and once something was.")
    private static let bytes = MetricFamily.gauge(
        "decommission_evidence_store_bytes", help: "Size of the journal; only with a journal.")
    private static let intact = MetricFamily.gauge(
        "decommission_evidence_intact",
        help: "Whether the journal was whole when it was opened; only with a journal.")
    private static let sequence = MetricFamily.gauge(
        "decommission_evidence_sequence",
        help: "Number of the last event that the journal holds; only with a journal.")
    private static let failures = MetricFamily.counter(
        "decommission_evidence_write_failures_total",
        help: "Attempts to keep evidence that kept nothing. No gate is safe from then until one succeeds.")
}
