import DecommissionGate
import Quiescence

/// What both listings of groups said.
struct Listings: Sendable {
    var classic: ClassicListing
    var modern: ModernListing
    /// Groups were between two coordinators while they were listed.
    var unsettled: Cause?

    /// Groups that the newer listing names and the older one, which should name more, does not.
    var unnamed: [GroupName] {
        let named = Set(classic.groups.map(\.name))
        return modern.states.keys.filter { !named.contains($0) }.sorted()
    }

    var names: Set<GroupName> { Set(classic.groups.map(\.name)).union(modern.states.keys) }
    var isFaulty: Bool { classic.fault != nil || modern.fault != nil }
}

/// The brokers that coordinate groups, and since when they are known to.
struct Coordinators: Sendable {
    private var brokers: Reading<[Reading<BrokerID>]>?
    private var since = ContinuousClock.now

    static let topic: TopicName = "__consumer_offsets"

    mutating func note(_ layout: Layout) {
        let now = layout.coordinators
        guard now != brokers else { return }
        brokers = now
        since = .now
    }

    /// Whether they have stood for so long that no group is on its way from one to another.
    func stand(for settling: Duration) -> Bool { since.duration(to: .now) >= settling }
}

extension Layout {
    /// The broker that coordinates each share of the groups; nil where there never was a group.
    var coordinators: Reading<[Reading<BrokerID>]>? {
        topics[Coordinators.topic]?.map { $0.map(\.leader) }
    }
}

extension KafkaCluster {
    /// Both listings.
    ///
    /// A group whose coordinator moves is for a moment in no broker's list, without an error
    /// anywhere. So where the coordinators have not stood for a while the lists are asked for twice.
    func readListings(_ layout: AgreedLayout, until deadline: Deadline) async -> Listings {
        let first = await readListingsTwiceIfUneven(until: deadline)
        guard layout.topics[Coordinators.topic] != nil, !coordinators.stand(for: limits.settling),
            !first.isFaulty
        else { return first }
        do {
            try await Task.sleep(until: min(.now + limits.settling, deadline), clock: .continuous)
        } catch {
            return first
        }
        var second = await readListingsTwiceIfUneven(until: deadline)
        if let strange = first.names.symmetricDifference(second.names).sorted().first {
            second.unsettled = Cause(
                .coordinator, "group \(strange) was in one of two lists of groups, a moment apart")
        }
        return second
    }

    /// Once more where they differ, for groups come and go between the two.
    private func readListingsTwiceIfUneven(until deadline: Deadline) async -> Listings {
        let once = await readListingsOnce(until: deadline)
        return once.isFaulty || once.unnamed.isEmpty ? once : await readListingsOnce(until: deadline)
    }

    private func readListingsOnce(until deadline: Deadline) async -> Listings {
        let late = Cause(.timedOut, "list of groups: no answer in time")
        async let modern = call(until: deadline) { $0.modernListing($1, $2) }
        async let classic = call(until: deadline) { $0.classicListing($1, $2) }
        return await Listings(
            classic: classic.value(orIfLate: ClassicListing(groups: [], fault: late)),
            modern: modern.value(orIfLate: ModernListing(states: [:], fault: late)))
    }
}
