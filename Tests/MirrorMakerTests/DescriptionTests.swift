import DecommissionGate
import Quiescence
import Testing

@testable import MirrorMaker

@Suite("MirrorMaker describes itself, and gives nothing away")
struct DescriptionTests {
    private static let dedicated = [
        ("session-key", Written.sessionKey), ("connector-MirrorSourceConnector", Written.dedicated),
        ("task-MirrorSourceConnector-0", Written.dedicatedTask),
        ("commit-MirrorSourceConnector", #"{"tasks":1}"#),
        ("tasks-fencing-MirrorSourceConnector", #"{"task-count":1}"#),
    ]

    private static let connect = [
        ("connector-OLD->NEW.MirrorSourceConnector", Written.connect),
        ("task-OLD->NEW.MirrorSourceConnector-0", Written.connectTask),
        ("task-OLD->NEW.MirrorSourceConnector-1", Written.connectTask),
        ("task-OLD->NEW.MirrorSourceConnector-2", Written.connectTask),
        ("commit-OLD->NEW.MirrorSourceConnector", #"{"tasks":2}"#),
        ("target-state-OLD->NEW.MirrorSourceConnector", #"{"state":"PAUSED","state.v2":"STOPPED"}"#),
        ("connector-jdbc", #"{"properties":{"connector.class":"Jdbc","password":"canary-unknown"}}"#),
    ]

    private func book(_ records: [(String, String)]) -> ConfigBook {
        var book = ConfigBook()
        for (key, value) in records { book.take(LogRecord(key: key, value: value)) }
        return book
    }

    private func statuses(_ records: [(String, String)]) -> StatusBook {
        var book = StatusBook()
        for (key, value) in records { book.take(LogRecord(key: key, value: value)) }
        return book
    }

    private func description(
        _ configs: [(String, String)], _ statuses: [(String, String)] = []
    ) throws -> MirrorDescription {
        guard case .known(let connectors) = book(configs).content else {
            throw MalformedRecord.missing("content")
        }
        return MirrorDescription(connectors, self.statuses(statuses).content)
    }

    @Test("Dedicated mode: what the records of MirrorMaker 4.3.1 say")
    func dedicatedMode() throws {
        let said = try description(
            Self.dedicated,
            [
                ("status-connector-MirrorSourceConnector", Written.status("RUNNING")),
                ("status-task-MirrorSourceConnector-0", Written.status("RUNNING")),
                (
                    "status-topic-OLD.orders:connector-MirrorSourceConnector",
                    #"{"topic":{"name":"OLD.orders"}}"#
                ),
            ])
        let source = try #require(said.connectors["MirrorSourceConnector"])
        #expect(said.connectors.count == 1 && source.kind == .source)
        #expect(source.flows(from: "OLD", to: "NEW"))
        #expect(source[.sourceServers] == .known("127.0.0.1:21091"))
        #expect(source[.targetServers] == .known("127.0.0.1:22091"))
        #expect(source[.topics] == .known(".*") && source[.topicsExclude] == .absent)
        #expect(source.isolation == .known(.readCommitted))
        #expect(source.separator == .known(".") && source.syncsOn == .old)
        #expect(source[.exactlyOnce] == .known("enabled") && source[.flushMilliseconds] == .known("5000"))
        #expect(
            source.transforms
                == [MirrorTransform(name: "drop", type: .known("org.apache.kafka.connect.transforms.Filter"))]
        )
        #expect(
            source.risks.map { "\($0.setting.rawValue)=\($0.value)" }
                == [
                    "consumer.auto.offset.reset=latest", "errors.tolerance=all", "header.converter=not set",
                    "transforms=drop",
                ])
        #expect(source.risks == source.risksInForce)
        #expect(source.state == .known(.running) && source.version == .known("4.3.1"))
        #expect(
            source.tasks.map(\.partitions)
                == [.known(["app.internal": [0, 1], "orders": [0, 1], "payments": [0, 1]])])
    }

    @Test("A Connect cluster: what was asked of it, what came of it, and no task but the live ones")
    func connectMode() throws {
        let said = try description(
            Self.connect,
            [
                ("status-connector-OLD->NEW.MirrorSourceConnector", Written.status("STOPPED", version: nil)),
                ("status-task-OLD->NEW.MirrorSourceConnector-0", Written.status("PAUSED")),
                ("status-task-OLD->NEW.MirrorSourceConnector-1", Written.failed),
            ])
        #expect(said.connectors.keys.map(\.rawValue) == ["OLD->NEW.MirrorSourceConnector"])
        let source = try #require(said.connectors["OLD->NEW.MirrorSourceConnector"])
        #expect(source.wanted == .stopped && source.state == .known(.stopped))
        #expect(!source.isFenced)
        #expect(source[.topics] == .known("orders|payments.*, audit"))
        #expect(source[.topicsExclude] == .known("tmp-.*"))
        #expect(source.isolation == .known(.readUncommitted))
        #expect(source.risks == [MirrorRisk(setting: .headerConverter, value: "not set")])
        #expect(source.version == .known("4.3.1"))
        #expect(source.tasks.map(\.state) == [.known(.paused), .known(.failed)])
        #expect(source.tasks.map(\.failure) == [.absent, .known("RecordTooLargeException")])
    }

    @Test(
        "A Connect cluster under exactly-once: its tasks were fenced, and that stays true of what it mirrored"
    )
    func fenced() throws {
        let name: ConnectorName = "OLD->NEW.MirrorSourceConnector"
        let fencing = ("tasks-fencing-\(name)", #"{"task-count":2}"#)
        let source = try #require(description([fencing] + Self.connect).connectors[name])
        #expect(source.isFenced && source[.exactlyOnce] == .absent)
        #expect(try description(Self.connect + [fencing]).connectors[name]?.isFenced == true)
        #expect(
            try description(Self.connect + [("tasks-fencing-other", "{}")]).connectors[name]?.isFenced
                == false)
    }

    @Test("No secret of either topic is in what leaves the parser, however that is looked at")
    func canaries() throws {
        let spoilt = [
            (
                "connector-a",
                Written.dedicated.replacing(#""errors.tolerance":"all""#, with: #""errors.tolerance":3"#)
            ),
            ("connector-b", #"{"properties":"canary-jaas"}"#), ("commit-c", #"{"tasks":"canary-jaas"}"#),
            ("target-state-d", #"{"state":"canary-jaas"}"#), ("connector-e", "canary-jaas"),
        ]
        var all = [
            try seen(description(Self.dedicated + Self.connect, [("status-task-x-0", Written.failed)]))
        ]
        all += [Self.dedicated, Self.connect].map { seen(book($0)) }
        for record in spoilt {
            let book = book([record])
            #expect(book.malformed == 1 && !book.content.isKnown, "\(record.0)")
            all.append(seen(book.content))
        }
        let bad = [("status-task-x-0", #"{"state":"canary-trace"}"#), ("status-task-x-1", Written.failed)]
        all.append(seen(statuses(bad)))
        for text in all {
            for canary in Written.canaries { #expect(!text.contains(canary), "\(canary) in \(text)") }
        }
    }

    /// As a log, a debugger and a crash would show it.
    private func seen(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text + String(describing: value) + String(reflecting: value)
    }

    @Test(
        "A value that is no such setting's leaves nothing of itself behind",
        arguments: [
            (#""errors.tolerance":"${file:/run/secrets/x:y}""#, MirrorSetting.tolerance),
            (#""errors.tolerance":"canary jaas""#, .tolerance),
            (#""source.cluster.bootstrap.servers":"user:canary-jaas@host:9092""#, .sourceServers),
            (#""refresh.topics.interval.seconds":"canary-jaas""#, .refreshSeconds),
            (#""enabled":"canary-jaas""#, .enabled),
            (#""replication.policy.class":"password=canary-jaas""#, .policy),
        ])
    func formless(property: String, setting: MirrorSetting) throws {
        let value = #"{"properties":{"connector.class":"MirrorSourceConnector",\#(property)}}"#
        let said = try description([("connector-x", value)])
        let reading = try #require(said.connectors["x"])[setting]
        guard case .unreadable = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(!seen(said).contains("canary") && !seen(said).contains("secrets"))
        let isRisk = said.connectors["x"]?.risks.contains { $0.setting == setting }
        #expect(isRisk == (setting == .tolerance))
    }

    @Test("What was dangerous before the newest configuration is not forgotten while the topic holds it")
    func earlierRisks() throws {
        let mended = Written.dedicated.replacing(
            #""errors.tolerance":"all""#, with: #""errors.tolerance":"none""#)
        let source = try description(Self.dedicated + [("connector-MirrorSourceConnector", mended)])
            .connectors["MirrorSourceConnector"]
        let tolerance = MirrorRisk(setting: .tolerance, value: "all")
        #expect(source?.risks.contains(tolerance) == true)
        #expect(source?.risksInForce.contains(tolerance) == false)
        let bytes = "org.apache.kafka.connect.converters.ByteArrayConverter"
        let said = Written.connect.replacing(
            #""tasks.max""#, with: #""header.converter":"\#(bytes)","tasks.max""#)
        let name: ConnectorName = "OLD->NEW.MirrorSourceConnector"
        let headers = try description([("connector-\(name)", Written.connect), ("connector-\(name)", said)])
            .connectors[name]
        #expect(headers?.risksInForce == [])
        #expect(headers?.risks == [MirrorRisk(setting: .headerConverter, value: "not set")])
    }

    @Test("Nor is it where the connector was deleted in between")
    func earlierRisksOfTheDeleted() throws {
        var book = book(Self.dedicated)
        book.take(LogRecord(key: "connector-MirrorSourceConnector", value: nil))
        #expect(book.content == .known([:]))
        let mended = Written.dedicated.replacing(
            #""errors.tolerance":"all""#, with: #""errors.tolerance":"none""#)
        book.take(LogRecord(key: "connector-MirrorSourceConnector", value: mended))
        let tolerance = MirrorRisk(setting: .tolerance, value: "all")
        let risks = book.content.map { $0["MirrorSourceConnector"]?.risks.contains(tolerance) }
        #expect(risks == .known(true))
    }

    @Test("A deleted connector is gone, and a record that is mended is read")
    func deletedAndMended() throws {
        var book = book(Self.connect)
        book.take(LogRecord(key: "connector-OLD->NEW.MirrorSourceConnector", value: nil))
        #expect(book.content == .known([:]))
        book.take(LogRecord(key: "connector-x", value: "?"))
        #expect(!book.content.isKnown)
        book.take(LogRecord(key: "connector-x", value: Written.connect))
        #expect(book.content.map(\.count) == .known(1))
    }

    @Test("MirrorMaker 3.9 writes no version, and a state that Connect does not know is not taken for one")
    func versions() throws {
        let source = try #require(
            description(
                Self.dedicated,
                [
                    ("status-connector-MirrorSourceConnector", Written.status("RUNNING", version: nil)),
                    ("status-task-MirrorSourceConnector-0", Written.status("DREAMING")),
                ]
            ).connectors["MirrorSourceConnector"])
        #expect(source.version == .absent && source.state == .known(.running))
        #expect(!source.tasks.isEmpty && source.tasks[0].state != .absent && !source.tasks[0].state.isKnown)
    }
}
