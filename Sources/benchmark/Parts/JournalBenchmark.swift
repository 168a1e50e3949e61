import DecommissionGate
import EvidenceJournal
import FoundationEssentials
import Quiescence

/// Measures how the journal grows: the surveys of a week, one in 30 seconds, are weighed and kept as fast as it goes.
struct JournalBenchmark {
    let progress: Progress

    /// 10,000 partitions on both sides together.
    static let load = Load(topics: 500, partitions: 10, groups: 200)

    func figures() async throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "decommission-gate-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let outcome: Result<[Figure], any Error>
        do {
            outcome = .success(try await figures(in: folder.path))
        } catch {
            outcome = .failure(error)
        }
        try FileManager.default.removeItem(at: folder)
        return try outcome.get()
    }

    private func figures(in folder: String) async throws -> [Figure] {
        let load = Self.load
        let part =
            "journal, \(counted(load.partitionsInAll, "partition")), \(counted(load.groups, "group")), one week"
        var week = SyntheticWeek(load: load)
        var plan = SyntheticLoad.plan()
        plan.timing.interval = SyntheticWeek.interval
        var evaluator = try Evaluator(plan: plan)
        let store = try JournalStore(in: folder, now: SyntheticLoad.moment(.zero).wall)
        var keeper = EvidenceKeeper(store)
        var figures: [Figure] = []
        for day in 1...SyntheticWeek.days {
            var (times, written): ([Duration], [Int]) = ([], [])
            var bytes: Int64 = 0
            for number in 0..<SyntheticWeek.surveysADay {
                progress.show("journal: day \(day), survey \(number / 50 * 50)")
                var survey = week.next()
                for question in evaluator.questions(for: survey).ledger {
                    survey.ledger[question] = .known(LedgerAnswer(records: 1))
                }
                let assessment = evaluator.weigh(survey)
                let changes = evaluator.changes()
                let (began, before) = (ContinuousClock.now, try ProcessUse.bytesWritten())
                let (state, _) = await keeper.keep(assessment, changes, under: plan)
                times.append(began.duration(to: .now))
                written.append(try ProcessUse.bytesWritten() - before)
                guard case .kept(let now) = state else { throw BenchmarkError("not kept: \(state)") }
                bytes = now.bytes
            }
            let name = "day \(day), \(counted(week.busyTopics(day: day), "topic")) written: "
            figures += [
                Figure(part, name + "size at its end", Double(bytes), .bytes),
                Figure(
                    part, name + "written for a survey", Double(written.sorted()[written.count / 2]), .bytes),
                Figure(part, name + "a commit", times.median),
                Figure(part, name + "a commit, p99", times.quantile(0.99)),
            ]
        }
        return figures
    }
}
