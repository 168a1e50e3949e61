import DecommissionGate
import Quiescence
import Testing

/// Which partitions are compared, by what measure, and what is believed to be missing.
@Suite struct ComparisonScopeTests {
    private static let broker = Reading.known(BrokerID(rawValue: 1))

    private static func scope(
        mirrored: Int?, sight: Reading<Sight> = .known(.everything), old: Reading<Bool> = .known(false),
        new: Reading<Bool> = .known(false)
    ) -> ComparisonScope {
        var mirrors: [TopicName: Reading<[Reading<BrokerID>]>] = [:]
        if let mirrored { mirrors["o.t"] = .known(Array(repeating: broker, count: mirrored)) }
        return ComparisonScope(
            plan: Plan(
                old: ClusterPlan(alias: "OLD", bootstrapServers: []),
                new: ClusterPlan(alias: "NEW", bootstrapServers: []), mirror: MirrorPlan(topicPrefix: "o.")),
            old: LeaderLayout(
                cluster: "a",
                leaders: ["t": .known([broker, broker]), "u": .unreadable(Cause(.timedOut, "late"))]),
            new: LeaderLayout(cluster: "b", leaders: mirrors), newSight: sight, oldCompacts: ["t": old],
            newCompacts: ["o.t": new])
    }

    @Test(
        "Each partition is compared with the one of its number; what the mirror lacks is compared with nothing"
    )
    func pairs() {
        let topic = Self.scope(mirrored: 1).topic("t")
        #expect(topic.mirror == "o.t" && topic.partitionCount == 2 && topic.unreadable == nil)
        #expect(topic.pairs.map(\.mirror) == [TopicPartition("o.t", 0), nil])
        #expect(Self.scope(mirrored: nil).topic("t").pairs.map(\.mirror) == [nil, nil])
    }

    @Test("A mirror that is not listed is missing only for one who sees every topic")
    func hiddenMirror() {
        for sight in [Reading.known(Sight.filtered), .absent, .unreadable(Cause(.timedOut, "late"))] {
            let topic = Self.scope(mirrored: nil, sight: sight).topic("t")
            #expect(topic.pairs.isEmpty && topic.unreadable != nil)
            #expect(topic.compared([:]).outcome == .unknown)
        }
        #expect(Self.scope(mirrored: 2, sight: .known(.filtered)).topic("t").unreadable == nil)
    }

    @Test("A topic that cannot be read, or is gone, is unknown and not empty")
    func unreadable() {
        #expect(Self.scope(mirrored: 2).topic("u").unreadable?.contains("late -> ") == true)
        #expect(Self.scope(mirrored: 2).topic("v").compared([:]).outcome == .unknown)
    }

    @Test(
        "What may be gone from the mirror follows from what compacts, and where that is unknown nothing may",
        arguments: [
            (.known(false), .known(false), .everyRecord), (.known(true), .known(true), .newestByKey),
            (.known(false), .known(true), .newestByKey),
            (.known(true), .known(false), .everyRecordAndNewestByKey),
            (unknown, .known(false), .everyRecordAndNewestByKey), (unknown, .known(true), .newestByKey),
            (.known(false), unknown, .newestByKeyOlderUnknown), (unknown, unknown, .newestByKeyOlderUnknown),
        ] as [(Reading<Bool>, Reading<Bool>, Measure)])
    func measure(old: Reading<Bool>, new: Reading<Bool>, expected: Measure) {
        #expect(Self.scope(mirrored: 2, old: old, new: new).topic("t").pairs.first?.measure == expected)
    }

    private static let unknown = Reading<Bool>.unreadable(Cause(.notAuthorized, "no"))
}
