/// The two exposition formats.
public enum MetricsFormat: Hashable, Sendable, CaseIterable {
    case text
    case openMetrics

    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

/// Stands in until the real negotiation is merged.
public enum ContentNegotiation {
    public static func metricsFormat(accept: String?) -> MetricsFormat {
        accept?.contains("application/openmetrics-text") == true ? .openMetrics : .text
    }

    public static func acceptsGzip(_ acceptEncoding: String?) -> Bool {
        acceptEncoding?.contains("gzip") == true
    }
}
