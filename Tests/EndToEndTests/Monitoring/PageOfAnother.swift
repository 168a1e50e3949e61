import DecommissionGate
import Foundation
import HTTPServer
import TestHTTP
import TestKafka

/// Serves a page of metrics at the address of a service that is gone, made anew for each scrape.
func withPage<Answer>(
    of address: String, _ page: @escaping @Sendable () -> String, _ body: () async throws -> Answer
) async throws -> Answer {
    let server = try HTTPServer(
        on: ListenAddress(parsing: address),
        handler: ClosureHandler { _ in
            HTTPResponse(
                status: 200,
                headers: [HTTPHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
                body: Array(page().utf8))
        })
    return try await ending({ await server.stop(within: .seconds(1)) }) { try await body() }
}

extension String {
    /// A page of metrics with every moment in it moved: before it was served, it was an hour ago; or now.
    func moved(bySeconds seconds: Double) -> String {
        replacing(/(?m)^(?<name>\w+_(?:timestamp|start_time)_seconds(?:\{.*\})?) (?<time>[0-9.]+)$/) {
            match in
            "\(match.name) \((Double(match.time) ?? 0) + seconds)"
        }
    }
}
