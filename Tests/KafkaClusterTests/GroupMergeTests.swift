import Quiescence
import Testing

@testable import KafkaCluster

@Suite struct GroupMergeTests {
    private func described(
        _ name: GroupName, by broker: Int32 = 1, _ state: String, type: String = "consumer",
        members: [String] = [], refusal: Cause? = nil, nameIsExact: Bool = true
    ) -> DescribedGroup {
        DescribedGroup(
            name: name, nameIsExact: nameIsExact, coordinator: BrokerID(rawValue: broker), refusal: refusal,
            state: state, protocolType: type,
            members: members.map { GroupMember(id: $0, clientID: "client-\($0)", host: "/10.0.0.1") })
    }

    private func merged(
        _ groups: [DescribedGroup], modern: [GroupName: ModernListing.State] = [:]
    ) -> [GroupName: ListedGroup] {
        mergedGroups(ClassicListing(groups: groups), ModernListing(states: modern))
    }

    @Test func ofTwoCoordinatorsTheOneWithMembersIsBelieved() throws {
        let descriptions = [
            described("logstash", by: 2, "Empty"),
            described("logstash", by: 1, "Stable", members: ["a", "b", "c"]),
        ]
        for order in [descriptions, descriptions.reversed()] {
            let groups = merged(order)
            #expect(groups.count == 1)
            let group = try #require(groups["logstash"])
            #expect(group.state == .known(.stable))
            #expect(group.members.value?.map(\.id) == ["a", "b", "c"])
            #expect(group.coordinator == BrokerID(rawValue: 1))
        }
    }

    @Test func ofTwoCoordinatorsInTheNewerListingTheBusierIsBelieved() {
        for states in [[ModernListing.State.stable, .empty], [.empty, .stable], [.unknown, .empty]] {
            var listing = ModernListing(states: [:])
            for state in states { listing.take("payments", state) }
            #expect(listing.states["payments"] != .empty)
        }
    }

    @Test func aNameThatOneBrokerGivesTwiceIsTwoGroupsAndUnreadable() throws {
        let group = try #require(merged([described("cut", "Empty"), described("cut", "Stable")])["cut"])
        #expect(group.state.cause?.kind == .contradiction)
        #expect(group.members.cause != nil)
        #expect(group.unaskable != nil)
    }

    @Test("A share group is asked for commits in vain: that it has none is not known")
    func commitsOfAShareGroup() throws {
        let share = try #require(merged([described("share", "Dead", type: "")])["share"])
        #expect(share.believed(.known([:])).cause?.kind == .unsupported)
        // Another kind of unknown group keeps them where they can be asked for.
        let commits = PartitionMap([(TopicPartition("orders", 0), try #require(CommittedOffset(3)))])
        #expect(share.believed(.known(commits)) == .known(commits))
        let empty = try #require(merged([described("idle", "Empty")])["idle"])
        #expect(empty.believed(.known([:])) == .known([:]))
    }

    @Test("The names that are asked for begin like none: no rule for a prefix lets all of them be seen")
    func namesThatAreAskedFor() {
        let names = (0..<64).map { _ in String.unheardOf() }
        #expect(Set(names.map { $0.prefix(4) }).count > 48)
        #expect(names.allSatisfy { $0.utf8.count <= 249 && $0.wholeMatch(of: /[a-z0-9-]+/) != nil })
    }

    @Test func namesThatDifferInTheirBytesAloneAreTwoGroups() throws {
        let groups = merged(
            [described("caf\u{e9}", "Empty"), described("cafe\u{301}", "Stable", members: ["a"])],
            modern: ["caf\u{e9}": .empty, "cafe\u{301}": .stable])
        #expect(groups.count == 2)
        #expect(try #require(groups["caf\u{e9}"]).state == .known(.empty))
        #expect(try #require(groups["cafe\u{301}"]).state == .known(.stable))
    }

    @Test func aNameThatIsNotUTF8IsNotAskedFor() throws {
        let group = try #require(merged([described("\u{fffd}", "Stable", nameIsExact: false)])["\u{fffd}"])
        #expect(group.unaskable?.kind == .malformed)
    }

    @Test(arguments: [
        (ModernListing.State.stable, GroupState.stable), (.rebalancing, .rebalancing),
        (.unknown, .rebalancing),
    ])
    func aLivingGroupThatIsDescribedAsDeadHasMembersThatNobodySees(
        _ state: ModernListing.State, _ expected: GroupState
    ) throws {
        let group = try #require(merged([described("svc", "Dead", type: "")], modern: ["svc": state])["svc"])
        #expect(group.state == .known(expected))
        #expect(group.members.cause?.kind == .unsupported)
    }

    @Test func anEmptyGroupOfTheNewProtocolHasNoMembers() throws {
        let group = try #require(merged([described("svc", "Dead", type: "")], modern: ["svc": .empty])["svc"])
        #expect(group.state == .known(.empty))
        #expect(group.members == .known([]))
    }

    @Test(arguments: [ModernListing.State.dead, nil])
    func aShareGroupIsNeitherGoneNorEmpty(_ state: ModernListing.State?) throws {
        let modern = state.map { ["svc" as GroupName: $0] } ?? [:]
        let group = try #require(merged([described("svc", "Dead", type: "")], modern: modern)["svc"])
        #expect(group.state.cause?.kind == .unsupported)
        #expect(group.members.cause != nil)
    }

    @Test func aGroupThatOnlyStoresOffsetsIsAGroup() throws {
        let group = try #require(
            merged([described("flink", "Empty", type: "")], modern: ["flink": .empty])["flink"])
        #expect(group.state == .known(.empty))
        #expect(group.protocolType == .known(""))
    }

    @Test func aRefusedDescriptionIsNotAnEmptyGroup() throws {
        let refusal = Cause(.notAuthorized, "refused")
        let group = try #require(merged([described("svc", "", type: "", refusal: refusal)])["svc"])
        #expect(group.state == .unreadable(refusal))
        #expect(group.members == .unreadable(refusal))
    }

    @Test func aGroupThatWasListedAndNotDescribedIsNotEmpty() throws {
        let groups = merged([], modern: ["a": .empty, "b": .stable])
        #expect(try #require(groups["a"]).state.cause?.kind == .incomplete)
        #expect(try #require(groups["b"]).state == .known(.stable))
        #expect(try #require(groups["b"]).members.cause != nil)
    }

    @Test func aStateThatNobodyKnowsIsUnreadable() throws {
        #expect(
            try #require(merged([described("svc", "Assigning")])["svc"]).state.cause?.kind == .unsupported)
    }
}
