import Allocator
import Glibc
import TestKafka

@main
struct BenchmarkCommand {
    static func main() async {
        do {
            let words = Array(CommandLine.arguments.dropFirst())
            if words.first == MockedService.word {
                Allocator.keepSmall()
                try await MockedService(words).run()
                // Connections may take their time to end, and nothing is left to save.
                fflush(nil)
                _exit(0)
            }
            let options = try Options(words)
            if options.wantsHelp {
                print(Options.help, terminator: "")
                exit(0)
            }
            let report = try await report(options)
            print(try report.printed(as: options.form), terminator: "")
            exit(report.holds ? 0 : 1)
        } catch let error as Options.Mistake {
            StandardError.write("benchmark: \(error)\n")
            exit(64)
        } catch {
            StandardError.write("benchmark: \(error)\n")
            exit(70)
        }
    }

    private static func report(_ options: Options) async throws -> Report {
        let progress = Progress()
        defer { progress.clear() }
        // Said now, not when two clusters have been filled for it.
        if options.parts.contains(.service) { _ = try BuiltProgram.path("decommission-gate") }
        var figures: [Figure] = []
        if options.parts.contains(.evaluator) {
            for load in [options.load, .large] {
                figures += try EvaluatorBenchmark(load: load, rounds: options.rounds, progress: progress)
                    .figures()
            }
        }
        if options.parts.contains(.scale) {
            figures += try await ScaleBenchmark(rounds: options.rounds, progress: progress).figures()
        }
        if options.parts.contains(.journal) {
            figures += try await JournalBenchmark(progress: progress).figures()
        }
        if options.parts.contains(where: \.needsKafka) {
            figures += try await options.load.onRealKafka(progress) { pair in
                var figures: [Figure] = []
                if options.parts.contains(.survey) {
                    figures += try await SurveyBenchmark(
                        pair: pair, load: options.load, rounds: options.rounds, progress: progress
                    ).figures()
                }
                if options.parts.contains(.service) {
                    figures += try await ServiceBenchmark(
                        pair: pair, load: options.load, rounds: options.rounds, progress: progress
                    ).figures()
                }
                if options.parts.contains(.hold) { await hold(pair) }
                return figures
            }
        }
        return Report(
            command: (["scripts/benchmark"] + CommandLine.arguments.dropFirst()).joined(separator: " "),
            machine: .this, measured: Machine.today, figures: figures)
    }

    /// Until it is interrupted: the clusters end with this process.
    private static func hold(_ pair: KafkaPair) async {
        print("--old \(pair.bootstrap(.old)) --new \(pair.bootstrap(.new))")
        fflush(nil)
        while true { pause() }
    }
}
