import FoundationEssentials
import Quiescence
import Synchronization
import Testing

@testable import DecommissionGate

@Suite struct LogTests {
    private static let hostile = "quote\"back\\slash\nnext\r\u{2028}\u{1B}[31m\u{202E}группа 🚀 a=b\u{0}"

    @Test("A line stays one line, whatever a name contains", arguments: LogFormat.allCases)
    func oneLine(format: LogFormat) throws {
        let line = format.render(
            LogLine(.warn, "group vanished", [LogField("group", Self.hostile)]),
            at: WallTime(millisecondsSince1970: 0))
        #expect(!line.unicodeScalars.contains { $0.value < 32 || $0.value == 0x7F })
        #expect(!line.unicodeScalars.contains("\u{2028}") && !line.unicodeScalars.contains("\u{202E}"))
        #expect(line.contains("группа 🚀"))
    }

    @Test("A JSON line gives the name back as it was")
    func jsonRoundTrip() throws {
        let line = LogFormat.json.render(
            LogLine(.info, "x", [LogField("group", Self.hostile), LogField("members", 3)]),
            at: WallTime(millisecondsSince1970: 1_700_000_000_123))
        struct Line: Decodable {
            let ts: String
            let level: String
            let group: String
            let members: Int
        }
        let decoded = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        #expect(decoded.group == Self.hostile)
        #expect(decoded.members == 3)
        #expect(decoded.level == "info")
        #expect(decoded.ts == "2023-11-14T22:13:20.123Z")
    }

    @Test("logfmt quotes what it must and nothing else")
    func logfmt() {
        let line = LogFormat.logfmt.render(
            LogLine(
                .info, "gate safe",
                [
                    LogField(Gate.oldBrokers), LogField("lost_seconds", .milliseconds(1500)),
                    LogField("empty", ""), LogField("servers", "a=b"),
                ]),
            at: WallTime(millisecondsSince1970: 0))
        #expect(
            line == "ts=1970-01-01T00:00:00.000Z level=info msg=\"gate safe\" gate=old_brokers "
                + "lost_seconds=1.5 empty=\"\" servers=\"a=b\"")
    }

    @Test("Lines below the level are left out")
    func threshold() {
        let lines = Mutex<[String]>([])
        let log = Log(from: .warn, clocks: CountingClocks()) { line in lines.withLock { $0.append(line) } }
        log.write(.info, "quiet")
        log.write(.error, "loud")
        #expect(lines.withLock { $0.count } == 1)
        #expect(lines.withLock { $0.first?.contains("loud") } == true)
    }

    @Test("A cluster that stays unreadable is logged once, and once when it is readable again")
    func transitionsOnly() {
        var changes = SurveyChanges(interval: .seconds(30))
        let broken = Cause(.unreachable, "old:9092: connection refused")
        #expect(changes.lines(after: .scripted()).map(\.message).contains("cluster readable"))
        #expect(changes.lines(after: .scripted()).isEmpty)
        let lines = changes.lines(after: .scripted(old: ClusterSurvey(alias: "old", nothingReadable: broken)))
        #expect(lines.map(\.message) == ["cluster not read completely"])
        #expect(lines.first?.fields.contains(LogField("cluster", "old")) == true)
        #expect(lines.first?.fields.contains(LogField("cause", "unreachable")) == true)
        let other = Cause(.timedOut, "old:9092: no answer")
        #expect(
            changes.lines(after: .scripted(old: ClusterSurvey(alias: "old", nothingReadable: other))).isEmpty)
        #expect(changes.lines(after: .scripted()).map(\.message) == ["cluster readable"])
    }

    @Test(
        "A refused configuration: the first line counts the problems and has the first, each other has its own"
    )
    func refusedConfiguration() {
        func lines(_ text: String) -> [LogLine] {
            do {
                _ = try ConfigurationWorld().load(text)
                return []
            } catch {
                return error.logLines("configuration refused")
            }
        }
        let one = lines("clusters: 7\n")
        #expect(one.map(\.message) == ["configuration refused"])
        let many = lines("clusters: {}\ngate: {window: 24}\n")
        #expect(
            many.map(\.message) == ["configuration refused"]
                + Array(repeating: "configuration problem", count: 2))
        #expect(
            many.first?.fields.prefix(3) == [
                LogField("problems", 3), LogField("file", "gate.yaml"), LogField("line", 1),
            ])
        #expect(
            many.last?.fields == [
                LogField("problem", 3), LogField("file", "gate.yaml"), LogField("line", 2),
                LogField("column", 16),
                LogField("key", "gate.window"), LogField("why", "\"24\" has no unit"),
                LogField("mend", "write 24h"),
            ])
    }

    @Test("A failing condition names its largest offender and how many there are")
    func conditionLine() throws {
        let finding = Finding(
            summary: "2 of 3 topics are written",
            offenders: [Offender("a-0", "advanced by 1"), Offender("b-0", "advanced by 9", size: 9)])
        let verdict = ConditionVerdict(
            condition: .sourceQuiet, finding: finding, since: WallTime(millisecondsSince1970: 0),
            observed: .zero, lastViolation: nil, restarts: [:])
        let moment = CountingClocks().now()
        let assessment = Assessment(
            verdict: Verdict(surveyed: moment, conditions: [verdict], gates: []),
            events: [
                .conditionChanged(.sourceQuiet, from: .holds, to: .fails, why: finding.summary),
                .gateRevoked(.oldBrokers, why: "source_quiet fails"),
            ],
            topics: [], groups: [], producers: [])
        let lines = assessment.logLines
        #expect(lines.map(\.level) == [.warn, .error])
        #expect(lines.first?.fields.contains(LogField("subject", "b-0")) == true)
        #expect(lines.first?.fields.contains(LogField("offenders", 2)) == true)
        #expect(lines.first?.fields.last == LogField("why", "advanced by 9"), "the subject is not said again")
        #expect(lines.last?.fields.contains(LogField(Gate.oldBrokers)) == true)
    }
}

@Suite struct MirrorChangeTests {
    @Test("A connector that fails is told of once, and once more when it runs again")
    func connectors() {
        var changes = SurveyChanges(interval: .seconds(30))
        var connector = MirrorConnector(kind: .source, state: .known(.running))
        connector.tasks = [MirrorTask(state: .known(.running))]
        func lines(_ task: WorkState) -> [LogLine] {
            connector.tasks[0].state = .known(task)
            var survey = Survey.scripted()
            survey.mirror.description = .known(MirrorDescription(connectors: ["source": connector]))
            return changes.lines(after: survey).filter { $0.message.contains("connector") }
        }
        let name = LogField("connector", "source")
        #expect(lines(.running) == [])
        #expect(
            lines(.failed)
                == [LogLine(.warn, "MirrorMaker's connector failed", [name, LogField("was", "running")])])
        #expect(lines(.failed) == [])
        #expect(
            lines(.running)
                == [LogLine(.info, "MirrorMaker's connector running", [name, LogField("was", "failed")])])
    }
}

extension Survey {
    static func scripted(old: ClusterSurvey = .answering(.old)) -> Survey {
        let moment = CountingClocks().now()
        return Survey(
            began: moment, ended: moment, old: old, new: .answering(.new),
            mirror: MirrorSurvey(positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .absent)
        )
    }
}
