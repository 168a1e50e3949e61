import DecommissionGate
import Glibc
import HTTPClient
import Quiescence
import TestKafka

/// Measures the program itself: a process of its own that runs `serve`.
struct ServiceBenchmark {
    let pair: KafkaPair
    let load: Load
    let rounds: Int
    let progress: Progress

    private static let scrapesPerRound = 200

    func figures() async throws -> [Figure] {
        let service = try await ServedGate(pair, interval: load.partitionsInAll > 50_000 ? 10 : 5)
        do {
            let figures = try await figures(of: service)
            await service.stop()
            return figures
        } catch {
            let log = service.log()
            await service.stop()
            throw BenchmarkError("\(error)\nThe service wrote:\n\(log)")
        }
    }

    private func figures(of service: ServedGate) async throws -> [Figure] {
        progress.show("service: waiting for its first surveys")
        try await service.wait(forSurveys: 3)
        let before = try service.use
        let healthy = try await scrapes(of: service, "healthy")
        let surveys = max(rounds, 4)
        progress.show("service: waiting until \(surveys) surveys are done")
        try await service.wait(forSurveys: surveys)
        let use = try service.use
        let page = try await service.compressedPage()
        progress.show("service: freezing a broker")
        await pair.old.freeze(broker: 1)
        // So long that a survey runs into it.
        try await Task.sleep(for: .seconds(2))
        let frozen = try await scrapes(of: service, "broker frozen")
        await pair.old.resume(broker: 1)
        let part = "service"
        let most = load.partitionsInAll > 20_000 ? 150e6 : 60e6
        let limit = Duration.milliseconds(5)
        return [
            Figure(part, "peak memory", Double(try service.use.peakBytes), .bytes, target: most),
            Figure(part, "CPU of a survey", (use.cpu - before.cpu) / max(surveys - 3, 1)),
            Figure(part, "page of metrics, in gzip", Double(page.count), .bytes),
        ] + healthy.figures(part, "scrape", limit) + frozen.figures(part, "scrape, broker frozen", limit)
    }

    /// Rounds of scrapes as Prometheus makes them, compressed.
    private func scrapes(of service: ServedGate, _ state: String) async throws -> [[Duration]] {
        var all: [[Duration]] = []
        for number in 1...rounds {
            progress.show("service: scrapes, \(state), round \(number) of \(rounds)")
            var times: [Duration] = []
            for _ in 0..<Self.scrapesPerRound {
                let began = ContinuousClock.now
                _ = try await service.compressedPage()
                times.append(began.duration(to: .now))
                try await Task.sleep(for: .milliseconds(5))
            }
            all.append(times)
        }
        return all
    }
}

extension [[Duration]] {
    /// Medians over the rounds, so that what else the machine does in one of them does not count.
    fileprivate func figures(_ part: String, _ name: String, _ limit: Duration) -> [Figure] {
        [
            Figure(part, "\(name), median", map(\.median).median),
            Figure(part, "\(name), p99", map { $0.quantile(0.99) }.median, target: limit),
            Figure(part, "\(name), longest of \(joined().count)", joined().max() ?? .zero),
        ]
    }
}
