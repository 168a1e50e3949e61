import DecommissionGate
import MirrorMaker
import Quiescence
import Synchronization
import Testing

struct MirrorMakerReaderTests {
    private let topics = MirrorTopics(
        old: "OLD", new: "NEW", prefix: "OLD.", positions: "mm2-offsets.OLD.internal")
    private let deadline = ContinuousClock.now.advanced(by: .seconds(3600))
    private let orders = TopicPartition("orders", 0)

    private func reader() -> MirrorMakerReader { MirrorMakerReader(old: "OLD", topics: topics) }

    private func positionRecord(_ offset: Int64) -> LogRecord {
        LogRecord(
            key: #"["MirrorSourceConnector",{"cluster":"OLD","partition":0,"topic":"orders"}]"#,
            value: "{\"offset\":\(offset)}")
    }

    private func known(_ offset: Int64) throws -> Reading<
        [ConnectorName: PartitionMap<Reading<MirrorPosition>>]
    > {
        .known(["MirrorSourceConnector": [orders: .known(try #require(MirrorPosition(offset)))]])
    }

    @Test func topicsThatDoNotExistAreAbsent() async {
        let survey = await reader().readMirror(
            old: ScriptedCluster(), new: ScriptedCluster(), until: deadline)
        #expect(
            survey
                == MirrorSurvey(positions: .absent, syncs: .absent, checkpoints: .absent, heartbeat: .absent))
    }

    @Test func eachTopicIsReadFromItsClusterAndAllOfThemReadCommitted() async {
        let (old, new) = (ScriptedCluster(), ScriptedCluster())
        _ = await reader().readMirror(old: old, new: new, until: deadline)
        #expect(old.asked == ["mm2-offset-syncs.NEW.internal read_committed"])
        #expect(
            new.asked == [
                "OLD.checkpoints.internal read_committed", "OLD.heartbeats read_committed",
                "mm2-configs.OLD.internal read_committed", "mm2-offsets.OLD.internal read_committed",
            ])
    }

    @Test func whatIsNewIsAddedToWhatWasRead() async throws {
        let new = ScriptedCluster([topics.positions: [.init(records: [positionRecord(4)])]])
        let reader = reader()
        let first = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(first.positions == (try known(4)))
        new.answer(topics.positions, .init(records: []))
        let second = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(second.positions == (try known(4)))
    }

    @Test func aTopicBegunAgainForgetsWhatItHeld() async throws {
        let new = ScriptedCluster([topics.positions: [.init(records: [positionRecord(4)])]])
        let reader = reader()
        _ = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        new.answer(topics.positions, .init(records: [], restarted: true))
        let survey = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(survey.positions == .known([:]))
    }

    @Test func aTopicNotReadToItsEndIsUnreadableNowAndLosesNothing() async throws {
        let cause = Cause(.timedOut, "mm2-offsets.OLD.internal-3: no answer within 5 s")
        let new = ScriptedCluster([
            topics.positions: [
                .init(records: [positionRecord(4)]),
                .init(records: [positionRecord(5)], state: .behind(cause)), .init(records: []),
            ]
        ])
        let reader = reader()
        let old = ScriptedCluster()
        #expect(await reader.readMirror(old: old, new: new, until: deadline).positions == (try known(4)))
        #expect(await reader.readMirror(old: old, new: new, until: deadline).positions == .unreadable(cause))
        #expect(await reader.readMirror(old: old, new: new, until: deadline).positions == (try known(5)))
    }

    @Test(
        "A long topic comes in batches, each absorbed before the next is asked for, in the order of the log")
    func batches() async throws {
        let new = ScriptedCluster([
            topics.positions: (4..<8).map { number in
                FollowedTopic(
                    records: [positionRecord(number)], restarted: number == 4,
                    state: number == 7 ? .caughtUp : .unfinished)
            }
        ])
        let reader = reader()
        let survey = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(survey.positions == (try known(7)))
        #expect(new.asked.count { $0.hasPrefix("\(topics.positions) ") } == 4)
    }

    @Test("A topic so long that a survey's time is not enough is unreadable, and the next survey goes on")
    func longTopic() async throws {
        let new = ScriptedCluster([
            topics.positions: [
                .init(records: [positionRecord(4)], state: .unfinished), .init(records: [positionRecord(5)]),
            ]
        ])
        let reader = reader()
        let first = await reader.readMirror(old: ScriptedCluster(), new: new, until: .now - .seconds(1))
        guard case .unreadable(let cause) = first.positions else {
            Issue.record("\(first.positions)")
            return
        }
        #expect(cause.kind == .bounded)
        let second = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(second.positions == (try known(5)))
    }

    @Test func aTopicThatWentAwayTakesItsContentAlong() async throws {
        let new = ScriptedCluster([topics.positions: [.init(records: [positionRecord(4)])]])
        let reader = reader()
        let old = ScriptedCluster()
        _ = await reader.readMirror(old: old, new: new, until: deadline)
        #expect(await reader.readMirror(old: old, new: new, until: deadline).positions == .absent)
        new.answer(topics.positions, .init(records: []))
        #expect(await reader.readMirror(old: old, new: new, until: deadline).positions == .known([:]))
    }

    @Test(
        "A topic that is deleted while it is read is gone in that very survey, and missing twice is unreadable"
    )
    func goneWhileRead() async throws {
        let missing = FollowedTopic(
            records: [], state: .behind(Cause(.missing, "unknown topic or partition")))
        let positions = FollowedTopic(records: [positionRecord(4)])
        let gone = ScriptedCluster([topics.positions: [positions, missing]])
        let reader = reader()
        _ = await reader.readMirror(old: ScriptedCluster(), new: gone, until: deadline)
        #expect(
            await reader.readMirror(old: ScriptedCluster(), new: gone, until: deadline).positions == .absent)
        let twice = ScriptedCluster([topics.positions: [missing, missing, positions]])
        let survey = await reader.readMirror(old: ScriptedCluster(), new: twice, until: deadline)
        #expect(survey.positions == .unreadable(Cause(.missing, "unknown topic or partition")))
    }

    @Test func strangeRecordsAreCountedByTopic() async {
        let new = ScriptedCluster([
            topics.positions: [.init(records: [LogRecord(key: "?", value: nil), positionRecord(4)])]
        ])
        let reader = reader()
        _ = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(await reader.malformedRecords == [topics.positions: 1])
    }

    @Test func aTopicConfiguredForTwoPurposesEndsNothing() async {
        var topics = topics
        topics.checkpoints = topics.positions
        let reader = MirrorMakerReader(old: "OLD", topics: topics)
        let new = ScriptedCluster([topics.positions: [.init(records: [LogRecord(key: "?", value: nil)])]])
        _ = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        #expect(await reader.malformedRecords == [topics.positions: 1])
    }

    @Test func howItIsSetUpIsReadAndASilentStatusTopicCostsNothingOfThat() async {
        let topics = topics
        let record = LogRecord(key: "connector-MirrorSourceConnector", value: Written.dedicated)
        let late = Cause(.timedOut, "late")
        let new = ScriptedCluster([
            topics.configs: [.init(records: [record])],
            topics.status: [.init(records: [], state: .behind(late))],
        ])
        let survey = await reader().readMirror(old: ScriptedCluster(), new: new, until: deadline)
        let said = survey.description.map { $0.connectors["MirrorSourceConnector"]?.state }
        #expect(said == .known(.unreadable(late)))
    }

    @Test("What became of the connectors is still known when their configs topic is missing for a moment")
    func missingConfigs() async {
        let configs = LogRecord(key: "connector-MirrorSourceConnector", value: Written.dedicated)
        let status = LogRecord(key: "status-connector-MirrorSourceConnector", value: Written.status("FAILED"))
        let new = ScriptedCluster([
            topics.configs: [.init(records: [configs])], topics.status: [.init(records: [status])],
        ])
        let (reader, old) = (reader(), ScriptedCluster())
        _ = await reader.readMirror(old: old, new: new, until: deadline)
        #expect(await reader.readMirror(old: old, new: new, until: deadline).description == .absent)
        new.answer(topics.configs, .init(records: [configs], restarted: true))
        new.answer(topics.status, .init(records: []))
        let survey = await reader.readMirror(old: old, new: new, until: deadline)
        let state = survey.description.map { $0.connectors["MirrorSourceConnector"]?.state }
        #expect(state == .known(.known(.failed)))
    }

    @Test func aReadingThatOverlapsTheOneBeforeIsNotBegun() async {
        let new = ScriptedCluster()
        let reader = reader()
        let gate = new.holdBack()
        async let first = reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        await gate.reached()
        let second = await reader.readMirror(old: ScriptedCluster(), new: new, until: deadline)
        guard case .unreadable(let cause) = second.positions else {
            Issue.record("\(second.positions)")
            return
        }
        #expect(cause.kind == .bounded)
        gate.open()
        #expect(await first.positions == .absent)
    }
}

struct MirrorTopicsTests {
    @Test(arguments: [
        ("OLD.", "mm2-offset-syncs.NEW.internal", "OLD.checkpoints.internal", "OLD.heartbeats"),
        ("OLD_", "mm2-offset-syncs_NEW_internal", "OLD_checkpoints_internal", "OLD_heartbeats"),
        ("", "mm2-offset-syncs.NEW.internal", "OLD.checkpoints.internal", "OLD.heartbeats"),
    ])
    func namesFollowTheSeparatorOfThePrefix(
        prefix: String, syncs: TopicName, checkpoints: TopicName, heartbeats: TopicName
    ) {
        let topics = MirrorTopics(old: "OLD", new: "NEW", prefix: prefix, positions: "connect-offsets")
        #expect(topics.syncs == syncs)
        #expect(topics.checkpoints == checkpoints)
        #expect(topics.heartbeats == heartbeats)
    }

    @Test func syncsOnTheTargetAreNamedAfterTheSource() {
        let topics = MirrorTopics(
            old: "OLD", new: "NEW", prefix: "OLD.", positions: "connect-offsets", syncsOn: .new)
        #expect(topics.syncs == "mm2-offset-syncs.OLD.internal")
    }
}
