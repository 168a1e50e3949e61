/// A group on both clusters.
struct GroupPair {
    let name: GroupName
    let onOld: GroupView?
    let onNew: GroupView?
    /// Every source that it has read on either cluster, sorted by name.
    let topics: [GroupTopic]

    private init(_ name: GroupName, onOld: GroupView?, onNew: GroupView?, _ look: Look) {
        self.name = name
        self.onOld = onOld
        self.onNew = onNew
        let read = Self.topics(of: onOld, .source, look) + Self.topics(of: onNew, .mirror, look)
        let links = Set(read.compactMap(\.link)).sorted { $0.source < $1.source }
        topics = links.map { GroupTopic(name, $0, old: onOld, new: onNew, look) }
    }

    subscript(side: Side) -> GroupView? {
        switch side {
        case .old: onOld
        case .new: onNew
        }
    }

    /// All groups of both clusters, matched and sorted by name.
    static func all(_ look: Look) -> [GroupPair] {
        let (old, new) = (look.groups.old, look.groups.new)
        var pairs: [GroupPair] = []
        pairs.reserveCapacity(max(old.count, new.count))
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if j == new.count || i < old.count && old[i].name < new[j].name {
                pairs.append(GroupPair(old[i].name, onOld: old[i], onNew: nil, look))
                i += 1
            } else if i == old.count || new[j].name < old[i].name {
                pairs.append(GroupPair(new[j].name, onOld: nil, onNew: new[j], look))
                j += 1
            } else {
                pairs.append(GroupPair(old[i].name, onOld: old[i], onNew: new[j], look))
                (i, j) = (i + 1, j + 1)
            }
        }
        return pairs
    }

    /// Topics of that role on which the group has committed.
    private static func topics(of group: GroupView?, _ role: TopicRole, _ look: Look) -> [TopicView] {
        guard let group, case .known(let commits) = group.lastCommits else { return [] }
        return commits.topics.keys.compactMap { look.topic($0, on: group.side) }.filter { $0.role == role }
    }
}
