import DecommissionGate
import Quiescence
import Testing

@testable import KafkaCluster

@Suite struct CompletenessTests {
    private let brokers = [1, 2].map { id in
        Broker(id: BrokerID(rawValue: id), address: ServerAddress(host: "b", port: 9000 + UInt16(id)))
    }

    private func layout(coordinators: [Int32?]? = [1, 2], leader: Int32 = 1, cluster: ClusterID = "C")
        -> Layout
    {
        var topics: [TopicName: Reading<[PartitionLayout]>] = ["orders": .known([partition(leader)])]
        topics["__consumer_offsets"] = coordinators.map { .known($0.map(partition)) }
        return Layout(answeredBy: nil, clusterID: .known(cluster), brokers: brokers, topics: topics)
    }

    private func partition(_ leader: Int32?) -> PartitionLayout {
        PartitionLayout(
            leader: leader.map { .known(BrokerID(rawValue: $0)) } ?? .absent, replication: .complete(1))
    }

    private func described(_ name: GroupName) -> DescribedGroup {
        DescribedGroup(
            name: name, nameIsExact: true, coordinator: BrokerID(rawValue: 1), refusal: nil, state: "Empty",
            protocolType: "consumer", members: [])
    }

    /// Signs that prove a complete list, each to be spoilt by a test.
    private func verdict(
        classic: ClassicListing? = nil, modern: ModernListing? = nil, before: Layout? = nil,
        after: CheckedAgreement? = nil, unsettled: Cause? = nil,
        topicSight: Reading<Sight> = .known(.everything),
        groupSight: Reading<Sight> = .known(.everything)
    ) -> GroupListing.Completeness {
        let before = before ?? layout()
        let listings = Listings(
            classic: classic ?? ClassicListing(groups: [described("a"), described("b")]),
            modern: modern ?? ModernListing(states: ["a": .empty]), unsettled: unsettled)
        return CompletenessSigns(
            listings: listings, layout: AgreedLayout(before, before),
            agreement: after ?? CheckedAgreement(reading: .known(.unanimous(2)), layout: before),
            topicSight: topicSight, groupSight: groupSight
        ).verdict
    }

    private func kind(_ completeness: GroupListing.Completeness) -> Cause.Kind? {
        switch completeness {
        case .complete: nil
        case .incomplete(let cause): cause.kind
        }
    }

    @Test func groupsWithoutAVisibleTopicOfTheirsAreNoCompleteList() {
        #expect(kind(verdict(before: layout(coordinators: nil))) == .incomplete)
    }

    @Test func aListIsCompleteWithEverySign() { #expect(verdict() == .complete) }

    @Test func aClusterWithoutAnyGroupIsComplete() {
        let none = verdict(
            classic: ClassicListing(groups: []), modern: ModernListing(states: [:]),
            before: layout(coordinators: nil))
        #expect(none == .complete)
    }

    @Test func aBrokerThatFailedInEitherListingShows() {
        let late = Cause(.timedOut, "late")
        #expect(kind(verdict(classic: ClassicListing(groups: [], fault: late))) == .timedOut)
        #expect(kind(verdict(modern: ModernListing(states: [:], fault: late))) == .timedOut)
    }

    @Test func aGroupThatOnlyOneListingNamesShows() {
        #expect(kind(verdict(modern: ModernListing(states: ["c": .stable]))) == .incomplete)
    }

    @Test func aLeaderlessCoordinatorShowsThoughNoCallFails() {
        #expect(kind(verdict(before: layout(coordinators: [1, nil]))) == .incomplete)
    }

    @Test func aCoordinatorThatMovesMeanwhileShows() {
        let moved = CheckedAgreement(reading: .known(.unanimous(2)), layout: layout(coordinators: [2, 2]))
        #expect(kind(verdict(after: moved)) == .coordinator)
        let elsewhere = CheckedAgreement(reading: .known(.unanimous(2)), layout: layout(leader: 2))
        #expect(verdict(after: elsewhere) == .complete)
        #expect(kind(verdict(unsettled: Cause(.coordinator, "moving"))) == .coordinator)
    }

    @Test func brokersThatDisagreeOrAreSilentShow() {
        let divided = CheckedAgreement(reading: .known(.divided(["2 says otherwise"])), layout: layout())
        #expect(kind(verdict(after: divided)) == .contradiction)
        let silent = CheckedAgreement(reading: .unreadable(Cause(.timedOut, "late")), layout: layout())
        #expect(kind(verdict(after: silent)) == .timedOut)
    }

    @Test func credentialsThatDoNotSeeEverythingShow() {
        #expect(kind(verdict(topicSight: .known(.filtered))) == .notAuthorized)
        #expect(kind(verdict(groupSight: .known(.filtered))) == .notAuthorized)
        #expect(kind(verdict(groupSight: .unreadable(Cause(.timedOut, "late")))) == .timedOut)
    }

    @Test func aBrokerThatTellsAnotherStoryIsNamed() throws {
        let reference = layout()
        #expect(reference.dissent(of: brokers[1], from: reference) == .known([]))
        let stale = layout(leader: 2)
        #expect(
            stale.dissent(of: brokers[1], from: reference).value == ["broker 2 names other leaders of orders"]
        )
        let foreign = layout(cluster: "D").dissent(of: brokers[0], from: reference)
        #expect(foreign.value == ["broker 1 names the cluster id D, not C"])
        let lacking = Layout(answeredBy: nil, clusterID: .known("C"), brokers: brokers, topics: [:])
        #expect(lacking.dissent(of: brokers[0], from: reference).value?.count == 2)
        let proxied = Layout(
            answeredBy: BrokerID(rawValue: 1), clusterID: .known("C"), brokers: brokers,
            topics: reference.topics)
        #expect(proxied.dissent(of: brokers[1], from: reference).cause?.kind == .contradiction)
    }

    @Test func whatTwoConnectionsSayDifferentlyIsUnreadableAndTheRestIsNot() throws {
        let agreed = AgreedLayout(layout(coordinators: [1, 2]), layout(coordinators: [1, 1]))
        #expect(agreed.topics["orders"]?.isKnown == true)
        let coordinators = try #require(agreed.topics["__consumer_offsets"]?.value)
        #expect(coordinators.map(\.leader.isKnown) == [true, false])
        #expect(!agreed.isUnanimous)
        let missing = AgreedLayout(layout(coordinators: nil), layout())
        #expect(missing.topics["__consumer_offsets"]?.cause?.kind == .contradiction)
        let fewer = AgreedLayout(layout(coordinators: [1]), layout())
        #expect(fewer.topics["__consumer_offsets"]?.cause?.kind == .contradiction)
        #expect(AgreedLayout(layout(), layout(cluster: "D")).identity.cause?.kind == .contradiction)
        #expect(AgreedLayout(layout(), layout()).isUnanimous)
    }
}
