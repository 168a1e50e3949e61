import DecommissionGate
import EvidenceJournal
import Foundation
import HTTPClient
import Quiescence
import TestKafka
import Testing

/// The program itself, with a journal of an earlier process; needs no browser.
@Suite struct ServedHistoryTests {
    @Test(
        "The picture outlives the process: the next one shows what the one before has kept, brokers or no brokers"
    )
    func served() async throws {
        let workshop = try Workshop()
        let folder = workshop.path("evidence")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try await keepAnEarlierHour(in: folder)
        let port = try PortReservation()
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "decommission-gate").path
        _ = try workshop.start(
            "gate",
            [
                program, "serve", "--old", "127.0.0.1:1", "--new", "127.0.0.1:2", "--storage.path", folder,
                "--web.listen-address", "127.0.0.1:\(port.port)",
            ])
        var page = ""
        try await eventually("the service answers") {
            let answer = try await HTTPClient().get("http://127.0.0.1:\(port.port)/", timeout: .seconds(5))
            page = String(decoding: answer.body, as: UTF8.self)
            return answer.status == 200
        }
        #expect(page.contains("<title>source_quiet: fails 1 h"), "\(workshop.logTail("gate"))")
        #expect(page.contains("59 offsets appended, at most 5 in 5 m"))
        await workshop.close()
    }

    /// One record a minute for an hour, two hours ago.
    private func keepAnEarlierHour(in folder: String) async throws {
        let now = WallTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
        let store = try JournalStore(in: folder, now: now)
        for minute in 0..<60 {
            let body = """
                {"appended":{"source":\(minute)},"conditions":{"source_quiet":"fails"},"gates":{}}
                """
            let at = now.advanced(by: .seconds(Int64(minute - 180) * 60))
            let entry = EvidenceEntry(at: at, events: [], survey: KeptSurvey(body: body))
            _ = await store.append(entry, until: .now + .seconds(60))
        }
    }
}
