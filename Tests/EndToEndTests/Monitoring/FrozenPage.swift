import DecommissionGate
import Foundation
import HTTPServer
import TestHTTP
import TestKafka

/// Serves a page of metrics at the address of a service that is gone, unchanged: what a process does whose surveys hang.
func withFrozenPage<Answer>(
    _ page: String, at address: String, _ body: () async throws -> Answer
) async throws -> Answer {
    let response = HTTPResponse(
        status: 200, headers: [HTTPHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
        body: Array(page.utf8))
    let server = try HTTPServer(
        on: ListenAddress(parsing: address), handler: ClosureHandler { _ in response })
    return try await ending({ await server.stop(within: .seconds(1)) }) { try await body() }
}

/// The page as it looks an hour later: every moment in it lies an hour further back.
func anHourLater(_ page: String) -> String {
    page.replacing(/(?m)^(?<name>\w+_(?:timestamp|start_time)_seconds(?:\{.*\})?) (?<time>[0-9.]+)$/) {
        match in
        "\(match.name) \((Double(match.time) ?? 0) - 3600)"
    }
}
