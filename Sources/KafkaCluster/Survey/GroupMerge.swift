import DecommissionGate
import Quiescence

/// A listed group before its commits are known.
struct ListedGroup: Sendable, Equatable {
    var protocolType: Reading<String>
    var state: Reading<GroupState>
    var members: Reading<[GroupMember]>
    /// The coordinator that named it; unknown where only the newer listing did.
    var coordinator: BrokerID?
    /// Why its commits cannot even be asked for.
    var unaskable: Cause?

    /// Its commits as they were answered. A group whose kind is not known may keep its place elsewhere: those of a
    /// share group are asked for in vain, and the answer is none.
    func believed(_ commits: Reading<PartitionMap<CommittedOffset>>) -> Reading<PartitionMap<CommittedOffset>>
    {
        guard case .unreadable(let cause) = state, case .known(let found) = commits, found.isEmpty else {
            return commits
        }
        return .unreadable(cause)
    }

    fileprivate init(unreadable cause: Cause) {
        protocolType = .unreadable(cause)
        state = .unreadable(cause)
        members = .unreadable(cause)
    }

    fileprivate init(
        protocolType: Reading<String>, state: Reading<GroupState>, members: Reading<[GroupMember]>
    ) {
        self.protocolType = protocolType
        self.state = state
        self.members = members
    }
}

/// Makes one list of both listings: every group that either named, each with what is provable of it.
func mergedGroups(_ classic: ClassicListing, _ modern: ModernListing) -> [GroupName: ListedGroup] {
    var merged: [GroupName: ListedGroup] = [:]
    for (name, descriptions) in Dictionary(grouping: classic.groups, by: \.name) {
        merged[name] = listedGroup(name, descriptions, modern.states[name])
    }
    for (name, state) in modern.states where merged[name] == nil {
        merged[name] = undescribedGroup(name, state)
    }
    return merged
}

private func listedGroup(
    _ name: GroupName, _ descriptions: [DescribedGroup], _ modern: ModernListing.State?
) -> ListedGroup {
    if let cause = confusion(about: name, descriptions) {
        var group = ListedGroup(unreadable: cause)
        group.unaskable = cause
        return group
    }
    // While a coordinator moves, both name the group; the one with members knows it.
    let busiestFirst = descriptions.sorted { $0.business > $1.business }
    guard let busiest = busiestFirst.first else {
        return ListedGroup(unreadable: Cause(.incomplete, "group \(name): no description"))
    }
    var group = listedGroup(name, busiest, modern)
    group.coordinator = busiest.coordinator
    return group
}

/// Groups whose names are not told in full: not UTF-8, or cut at a NUL.
private func confusion(about name: GroupName, _ descriptions: [DescribedGroup]) -> Cause? {
    if descriptions.contains(where: { !$0.nameIsExact }) {
        return Cause(.malformed, "a group's name is not UTF-8: \(name)")
    }
    if Set(descriptions.map(\.coordinator)).count < descriptions.count {
        return Cause(
            .contradiction, "one broker names the group \(name) twice: two groups whose names were cut")
    }
    return nil
}

private func listedGroup(
    _ name: GroupName, _ described: DescribedGroup, _ modern: ModernListing.State?
) -> ListedGroup {
    if let refusal = described.refusal { return ListedGroup(unreadable: refusal) }
    let state: GroupState
    switch described.state {
    case "Stable": state = .stable
    case "PreparingRebalance", "CompletingRebalance": state = .rebalancing
    case "Empty": state = .empty
    case "Dead" where described.protocolType.isEmpty: return listedGroup(name, ofNewProtocol: modern)
    case "Dead":
        return ListedGroup(unreadable: Cause(.coordinator, "group \(name) is just being removed"))
    default:
        return ListedGroup(
            unreadable: Cause(.unsupported, "group \(name) is in the unheard-of state \(described.state)"))
    }
    guard state != .empty || described.members.isEmpty else {
        return ListedGroup(
            unreadable: Cause(
                .contradiction, "group \(name) is Empty with \(counted(described.members.count, "member"))"))
    }
    return ListedGroup(
        protocolType: .known(described.protocolType), state: .known(state), members: .known(described.members)
    )
}

/// A group that only the newer listing names: the coordinator that describes it did not answer.
private func undescribedGroup(_ name: GroupName, _ state: ModernListing.State) -> ListedGroup {
    let cause = Cause(.incomplete, "group \(name) was listed and not described")
    var group = ListedGroup(unreadable: cause)
    switch state {
    case .stable: group.state = .known(.stable)
    case .rebalancing: group.state = .known(.rebalancing)
    // Emptiness is believed of a description only.
    case .empty, .unknown, .dead: break
    }
    return group
}

/// A living group of a newer protocol is `Dead` in the classic listing.
private func listedGroup(_ name: GroupName, ofNewProtocol state: ModernListing.State?) -> ListedGroup {
    let unseen = Cause(
        .unsupported, "members of group \(name): it speaks a protocol newer than this client library")
    switch state {
    case .empty:
        return ListedGroup(protocolType: .known("consumer"), state: .known(.empty), members: .known([]))
    case .stable:
        return ListedGroup(
            protocolType: .known("consumer"), state: .known(.stable), members: .unreadable(unseen))
    case .rebalancing, .unknown:
        return ListedGroup(
            protocolType: .known("consumer"), state: .known(.rebalancing), members: .unreadable(unseen))
    case .dead, nil:
        return ListedGroup(
            unreadable: Cause(
                .unsupported,
                "group \(name) is listed but described as dead: a share or Streams group,"
                    + " or one that is just being removed"))
    }
}

extension DescribedGroup {
    /// Order in which descriptions of one group are believed.
    fileprivate var business: Int {
        switch state {
        case "Stable": 4
        case "PreparingRebalance", "CompletingRebalance": 3
        case "Empty": refusal == nil ? 1 : 2
        case "Dead": 0
        default: 2
        }
    }
}
