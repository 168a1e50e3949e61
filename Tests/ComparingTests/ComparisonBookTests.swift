import DecommissionGate
import Quiescence
import Testing

/// What is finished counts once it is known that nobody else leads.
@Suite struct ComparisonBookTests {
    private static func layout(_ leader: Reading<BrokerID>) -> LeaderLayout {
        LeaderLayout(cluster: "c", leaders: ["t": .known([leader]), "OLD.t": .known([leader])])
    }

    private static let broker = Reading.known(BrokerID(rawValue: 1))
    private static let layouts = ComparisonBook.BothLayouts(old: layout(broker), new: layout(broker))

    private static let topic = ComparisonScope(
        plan: Plan(
            old: ClusterPlan(alias: "OLD", bootstrapServers: []),
            new: ClusterPlan(alias: "NEW", bootstrapServers: [])), old: layout(broker), new: layout(broker),
        newSight: .known(.everything), oldCompacts: ["t": .known(false)],
        newCompacts: ["OLD.t": .known(false)]
    ).topic("t")

    private static func compared() throws -> ComparedPartition {
        try #require(
            PartitionComparer(ScriptedCluster("t", Log("1")), ScriptedCluster("OLD.t", Log("1"))).compare(.t))
    }

    @Test(
        "A partition whose leader changed, on either side, or cannot be told, is not equal",
        arguments: [
            (layouts, ComparisonOutcome.equal),
            (.init(old: layout(.known(BrokerID(rawValue: 2))), new: layout(broker)), .moved),
            (.init(old: layout(broker), new: layout(.known(BrokerID(rawValue: 2)))), .moved),
            (.init(old: layout(broker), new: layout(.absent)), .moved), (nil, .moved),
        ] as [(ComparisonBook.BothLayouts?, ComparisonOutcome)])
    func leaders(later: ComparisonBook.BothLayouts?, outcome: ComparisonOutcome) async throws {
        let book = ComparisonBook([Self.topic], former: [:], layouts: Self.layouts)
        let assignment = try #require(await book.next())
        #expect(assignment.pair == .t)
        #expect(await book.next() == nil)
        await book.finish(assignment, try Self.compared())
        #expect(await book.results.isEmpty, "it does not count before the look")
        #expect(await book.doneCount == 1)
        await book.confirm { later.map { .success($0) } ?? .failure(Cause(.timedOut, "late")) }
        #expect(await book.results[PartitionPair.t.source]?.outcome == outcome)
    }

    @Test("What finished while somebody looked is not confirmed by that look")
    func lateFinish() async throws {
        let book = ComparisonBook([Self.topic], former: [:], layouts: Self.layouts)
        let assignment = try #require(await book.next())
        let compared = try Self.compared()
        await book.confirm {
            await book.finish(assignment, compared)
            return .success(Self.layouts)
        }
        #expect(await book.results.isEmpty)
        await book.confirm { .success(Self.layouts) }
        #expect(await book.results.count == 1)
    }

    @Test("What an earlier run kept is kept on until its turn has come, and is no result before")
    func kept() async throws {
        let former = [PartitionPair.t.source: try Self.compared()]
        let book = ComparisonBook([Self.topic], former: former, layouts: Self.layouts)
        #expect(await book.kept == former)
        #expect(await book.results.isEmpty)
        #expect(await book.next()?.former == former[PartitionPair.t.source])
    }
}
