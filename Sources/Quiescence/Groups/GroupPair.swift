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
        let commits = BothSides(
            old: Self.commits(of: onOld, on: .source), new: Self.commits(of: onNew, on: .mirror))
        var topics: [GroupTopic] = []
        topics.reserveCapacity(max(commits.old.count, commits.new.count))
        for (old, new) in commits.matched(by: { $0.log?.link?.source ?? $0.topic }) {
            guard let link = (old ?? new)?.log?.link else { continue }
            topics.append(GroupTopic(name, link, onOld, old, onNew, new, look))
        }
        self.topics = topics
    }

    subscript(side: Side) -> GroupView? {
        switch side {
        case .old: onOld
        case .new: onNew
        }
    }

    /// All groups of both clusters, matched and sorted by name.
    static func all(_ look: Look) -> [GroupPair] {
        BothSides { look.groups[$0].inOrder }.matched(by: \.name).compactMap { old, new in
            guard let name = (old ?? new)?.name else { return nil }
            return GroupPair(name, onOld: old, onNew: new, look)
        }
    }

    /// What the group has committed on topics of that role, sorted by source.
    private static func commits(of group: GroupView?, on role: TopicRole) -> [GroupCommits] {
        guard case .known(let commits) = group?.commits else { return [] }
        // Most groups read nothing else.
        if commits.allSatisfy({ $0.log?.role == role }) { return commits }
        return commits.filter { $0.log?.role == role }
    }
}
