import DecommissionGate
import Quiescence

/// Whether a list of groups provably lacks none. Both calls were seen to answer without an error
/// while groups were missing, so each sign is asked for.
struct CompletenessSigns {
    let listings: Listings
    let layout: AgreedLayout
    let agreement: CheckedAgreement
    let topicSight: Reading<Sight>
    let groupSight: Reading<Sight>

    var verdict: GroupListing.Completeness {
        if let cause = obstacle { .incomplete(cause) } else { .complete }
    }

    private var obstacle: Cause? {
        listings.classic.fault ?? listings.modern.fault ?? listings.unsettled ?? unreadable(layout.brokers)
            ?? unnamed ?? blindness(topicSight, "topics") ?? leaderless ?? moved
            ?? blindness(groupSight, "groups")
    }

    private var unnamed: Cause? {
        let missing = listings.unnamed
        return missing.first.map { first in
            Cause(
                .incomplete,
                "group \(first) is in one list of groups and not in the other"
                    + (missing.count > 1 ? ", like \(missing.count - 1) more" : ""))
        }
    }

    /// The coordinators must be the same before and after the listing, in every broker's eyes.
    private var moved: Cause? {
        switch agreement.reading {
        case .unreadable(let cause): return cause
        case .absent: return Cause(.incomplete, "the brokers were not asked one by one")
        case .known(.divided(let sentences)):
            return Cause(.contradiction, "the brokers disagree: \(sentences.first ?? "")")
        case .known(.unanimous):
            return layout.reference.coordinators == agreement.layout.coordinators
                ? nil : Cause(.coordinator, "coordinators moved while the groups were listed")
        }
    }

    /// A broker that is gone is not even asked; only its partitions of the offsets topic tell.
    private var leaderless: Cause? {
        switch layout.topics[Coordinators.topic] {
        case nil:
            listings.names.isEmpty
                ? nil
                : Cause(
                    .incomplete, "there are groups, and \(Coordinators.topic), which tells of whom, is hidden"
                )
        case .absent: Cause(.incomplete, "the topic of the groups could not be read")
        case .unreadable(let cause): cause
        case .known(let partitions):
            partitions.firstIndex { !$0.leader.isKnown }.map { number in
                Cause(
                    .incomplete,
                    "\(Coordinators.topic)-\(number) has no leader: its groups are listed by no one"
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
