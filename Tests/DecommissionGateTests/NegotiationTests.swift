import DecommissionGate
import Testing

@Suite struct NegotiationTests {
    private static let prometheus2 =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    private static let prometheus3 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
    private static let nativeHistograms =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,"
        + prometheus3
    private static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

    @Test(arguments: [
        (prometheus2, MetricsFormat.openMetrics), (prometheus3, .openMetrics),
        (nativeHistograms, .openMetrics),
        (
            "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            .openMetrics
        ),
        ("application/openmetrics-text", .openMetrics), ("APPLICATION/OpenMetrics-Text", .openMetrics),
        ("application/openmetrics-text;version=\"1.0.0\"", .openMetrics),
        ("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.6", .openMetrics),
        ("application/openmetrics-text,*/*", .openMetrics), ("text/plain;q=0,*/*;q=0.1", .openMetrics),
        ("text/plain;q=0.9,application/openmetrics-text;q=0.8", .text), (browser, .text), ("*/*", .text),
        ("text/*", .text), ("application/openmetrics-text;q=0,*/*", .text),
        ("application/openmetrics-text;q=0", .text), ("application/openmetrics-text;version=2.0.0", .text),
        ("text/plain;version=1.0.0", .text), ("application/json", .text),
        ("text/plain,application/openmetrics-text;q=2", .text),
        ("application/openmetrics-text;q=1.5", .text), ("application/openmetrics-text;q=x", .text),
        ("application/openmetrics-text;q=0.0000", .text), ("", .text), (",,;;q=,", .text), ("\"", .text),
    ])
    func `the form with the highest weight wins, and text is the last resort`(
        accept: String, format: MetricsFormat
    ) {
        #expect(ContentNegotiation.metricsFormat(accept: accept) == format)
    }

    @Test func `without a header the form is text`() {
        #expect(ContentNegotiation.metricsFormat(accept: nil) == .text)
    }

    @Test func `the types are those that Prometheus knows, to the letter`() {
        #expect(MetricsFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            MetricsFormat.openMetrics.contentType
                == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("x-gzip", true), ("gzip, deflate, br", true),
        ("deflate, gzip;q=0.1", true),
        ("*", true), ("br;q=1.0, *;q=0.5", true), ("identity, gzip;q=0.001", true), ("gzip;q=0", false),
        ("gzip;q=0.0", false), ("gzip;q=0.000, *", false), ("*;q=0", false), ("identity", false),
        ("deflate, br", false),
        ("", false), ("gzip;q=-1", false), ("gzipped", false),
    ])
    func `gzip is sent only to who takes it`(acceptEncoding: String, takes: Bool) {
        #expect(ContentNegotiation.acceptsGzip(acceptEncoding) == takes)
    }

    @Test func `an old client that names no encoding gets none`() {
        #expect(!ContentNegotiation.acceptsGzip(nil))
    }
}
