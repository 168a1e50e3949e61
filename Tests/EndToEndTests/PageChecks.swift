import Foundation
import TestKafka
import Testing

/// The real page of metrics, as the two tools judge it that people scrape with.
func checkFormats(_ service: GateService) async throws {
    let text = try await service.get("/metrics", headers: ["Accept": "text/plain;version=0.0.4"])
    try check(text.body, by: ["promtool", "check", "metrics"])
    let openMetrics = try await service.get(
        "/metrics", headers: ["Accept": "application/openmetrics-text;version=1.0.0"])
    #expect(openMetrics.body.hasSuffix("# EOF\n"))
    try check(
        openMetrics.body,
        by: [
            "/usr/bin/python3", "-c",
            """
            import sys
            from prometheus_client.openmetrics.parser import text_string_to_metric_families
            print(len(list(text_string_to_metric_families(sys.stdin.read()))))
            """,
        ])
}

/// Feeds `page` to a tool that must accept it without a word of complaint.
private func check(_ page: String, by command: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    Thread.detachNewThread {
        try? input.fileHandleForWriting.write(contentsOf: Data(page.utf8))
        try? input.fileHandleForWriting.close()
    }
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(command[0]) says: \(said)")
}
