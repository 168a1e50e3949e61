import DecommissionGate
import Quiescence

/// Whether a list of groups provably lacks none. Both calls were seen to answer without an error
/// while groups were missing, so each sign is asked for.
struct CompletenessSigns {
    let classic: ClassicListing
    let modern: ModernListing
    let layout: AgreedLayout
    let topicSight: Reading<Sight>
    let groupSight: Reading<Sight>

    static let offsetsTopic: TopicName = "__consumer_offsets"

    var verdict: GroupListing.Completeness {
        if let cause = obstacle { .incomplete(cause) } else { .complete }
    }

    private var obstacle: Cause? {
        classic.fault ?? modern.fault ?? unreadable(layout.brokers) ?? unnamed ?? blindness(
            topicSight, "topics")
            ?? leaderless ?? blindness(groupSight, "groups")
    }

    /// What the newer listing names must be in the older one too.
    private var unnamed: Cause? {
        let named = Set(classic.groups.map(\.name))
        let missing = modern.states.keys.filter { !named.contains($0) }.sorted()
        guard let first = missing.first else { return nil }
        return Cause(
            .incomplete,
            "group \(first) is in one list of groups and not in the other"
                + (missing.count > 1 ? ", like \(missing.count - 1) more" : ""))
    }

    /// A broker that is gone is not even asked; only its partitions of the offsets topic tell.
    private var leaderless: Cause? {
        switch layout.topics[CompletenessSigns.offsetsTopic] {
        case nil: nil
        case .absent: Cause(.incomplete, "the topic of the groups could not be read")
        case .unreadable(let cause): cause
        case .known(let partitions):
            partitions.firstIndex { !$0.leader.isKnown }.map { number in
                Cause(
                    .incomplete,
                    "\(CompletenessSigns.offsetsTopic)-\(number) has no leader: its groups are listed by no one"
                )
            }
        }
    }

    private func unreadable<Value>(_ reading: Reading<Value>) -> Cause? {
        if case .unreadable(let cause) = reading { cause } else { nil }
    }

    private func blindness(_ sight: Reading<Sight>, _ what: String) -> Cause? {
        switch sight {
        case .known(.everything): nil
        case .known(.filtered):
            Cause(
                .notAuthorized, "the credentials do not see all \(what): what they may not see is left out",
                remedy: "grant Describe on all \(what)")
        case .absent: Cause(.incomplete, "it is not known whether the credentials see all \(what)")
        case .unreadable(let cause): cause
        }
    }
}
