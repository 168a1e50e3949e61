/// The page of metrics in both formats, finished.
struct MetricsPage: Sendable, Equatable {
    var text: Form
    var openMetrics: Form

    /// One format's bytes.
    struct Form: Sendable, Equatable {
        var plain: [UInt8]
        /// Nil where compression failed, or was not worth it.
        var gzip: [UInt8]?
    }

    func form(_ format: MetricsFormat) -> Form {
        switch format {
        case .text: text
        case .openMetrics: openMetrics
        }
    }
}
