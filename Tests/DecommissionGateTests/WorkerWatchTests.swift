import DecommissionGate
import Quiescence
import Testing

@Suite("When MirrorMaker is asked anew what it is")
struct WorkerWatchTests {
    private static let workers = WorkerTopics(
        configs: "mm2-configs.EAST.internal", offsets: "mm2-offsets.EAST.internal",
        status: "mm2-status.EAST.internal")

    /// What a survey sees of topics with these ends; nil: the end could not be read.
    private func survey(_ ends: [TopicName: Int64?]) throws -> Survey {
        var survey = Fixture.survey
        survey.new.topics = .known(
            try ends.mapValues { end in
                let end: Reading<EndOffset> =
                    if let end { .known(try #require(EndOffset(end))) } else {
                        .unreadable(Cause(.timedOut, "no answer"))
                    }
                return .known(
                    TopicSurvey(partitions: [
                        PartitionSurvey(
                            leader: .known(BrokerID(rawValue: 1)), replication: .complete(3),
                            start: .absent, end: end, stable: .absent)
                    ]))
            })
        return survey
    }

    private func survey(_ end: Int64?) throws -> Survey {
        try survey([Self.workers.configs: end, Self.workers.offsets: 0, Self.workers.status: 0])
    }

    @Test("Empty topics of Connect are asked for once, and again when the first connector stands in them")
    func connectorsComeLater() throws {
        var watch = WorkerWatch()
        var isDue = [watch.isDue(after: try survey(0))]
        watch.asked([Self.workers], missing: [])
        isDue += [watch.isDue(after: try survey(0)), watch.isDue(after: try survey(3))]
        watch.asked([Self.workers], missing: [])
        isDue.append(watch.isDue(after: try survey(3)))
        #expect(isDue == [true, false, true, false])
    }

    @Test("An end that cannot be read is no news, and hides none")
    func unreadableEnd() throws {
        var watch = WorkerWatch()
        let isDue = try [3, nil, 3, nil, 4].map { watch.isDue(after: try survey($0)) }
        #expect(isDue == [true, false, false, false, true])
    }

    @Test("Topics that came back are other ones, though they end where the former did")
    func recreated() throws {
        var watch = WorkerWatch()
        let surveys = [try survey(3), try survey(["orders": 1]), try survey(3)]
        let isDue = surveys.map { watch.isDue(after: $0) }
        #expect(isDue == [true, false, true])
    }

    @Test("What may be readable in a moment is asked for with every survey, what is refused is not")
    func blind() throws {
        let nothing = try survey([:])
        var watch = WorkerWatch()
        var isDue = [watch.isDue(after: nothing)]
        watch.askedInVain()
        isDue += [watch.isDue(after: nothing), watch.isDue(after: nothing)]
        watch.asked([], missing: [Cause(.leaderless, "no leader")])
        isDue.append(watch.isDue(after: nothing))
        watch.asked([], missing: [Cause(.notAuthorized, "denied")])
        isDue.append(watch.isDue(after: nothing))
        #expect(isDue == [false, true, true, true, false])
    }

    @Test("What is refused is asked for again after a while, for who grants it writes nothing")
    func granted() throws {
        let nothing = try survey([:])
        var watch = WorkerWatch()
        watch.asked([], missing: [Cause(.notAuthorized, "denied")])
        var isDue = (1...40).map { _ in watch.isDue(after: nothing) }
        #expect(isDue.indices.filter { isDue[$0] } == [19, 39])
        watch.asked([], missing: [])
        isDue = (1...40).map { _ in watch.isDue(after: nothing) }
        #expect(!isDue.contains(true))
    }

    @Test("A topic that only the configuration names is watched once it was asked for")
    func named() throws {
        let named = WorkerTopics(configs: "ours", offsets: "theirs", status: "whose")
        var watch = WorkerWatch()
        var isDue = [watch.isDue(after: try survey(["ours": 1]))]
        watch.asked([named], missing: [])
        isDue += try [1, 1, 2].map { watch.isDue(after: try survey(["ours": $0])) }
        #expect(isDue == [false, true, false, true])
    }
}
