/// Decides where a group began on a mirror, and whether a commit there is a reader's at all.
enum SeedRule {
    /// The seed of each commit that a group has on a mirror; unreadable where it cannot be told whether
    /// MirrorMaker wrote the commit.
    ///
    /// A commit that MirrorMaker's `sync.group.offsets` wrote equals its checkpoint, in a group that never
    /// had a member on NEW. When a member goes on from it, that commit is the seed, and the checkpoint
    /// tells the source offset that it stands for.
    static func seeds(
        of group: GroupView, _ commits: GroupCommits, _ look: Look
    ) -> PartitionColumn<Reading<Seed>> {
        guard case .known(let last) = commits.last, !last.isEmpty else { return PartitionColumn() }
        let rule = Reader(
            group: group, commits: commits, hadMembers: hadMembers(group),
            checkpoints: look.survey.mirror.checkpoints.map {
                $0[group.name]?[commits.topic] ?? PartitionColumn()
            })
        return last.mapEach { rule.seed(at: $1, on: $0, look) }
    }

    /// Whether the group ever had a member of its own on this cluster.
    static func hadMembers(_ group: GroupView) -> Bool {
        if group.memory?.hadMembers ?? false { return true }
        guard case .listed(let survey) = group.presence else { return false }
        if case .known(let members) = survey.members, !members.isEmpty { return true }
        switch survey.protocolType {
        case .known(let type): return !type.isEmpty
        case .absent: return false
        // A group of a new protocol: whoever speaks it has a member.
        case .unreadable: return true
        }
    }

    /// A group on a mirror.
    fileprivate struct Reader {
        let group: GroupView
        let commits: GroupCommits
        let hadMembers: Bool
        let checkpoints: Reading<PartitionColumn<Checkpoint>>
    }
}

extension SeedRule.Reader {
    func seed(at commit: CommittedOffset, on number: Int32, _ look: Look) -> Reading<Seed> {
        let before = commits.memory.origins[number]?.seed
        if let before, !before.writtenByMirrorMaker {
            if commits.beganAnew(number, at: commit) {
                return .known(
                    Seed(offset: commit, upstream: nil, witnessed: true, writtenByMirrorMaker: false))
            }
            return .known(before.lowered(to: commit))
        }
        if !hadMembers {
            switch written(commit, on: number, before) {
            case .known(let seed): return .known(seed)
            case .unreadable(let cause): return .unreadable(cause)
            case .absent: break
            }
        }
        guard let before else {
            let witnessed = isWitnessed(number, look)
            return .known(
                Seed(offset: commit, upstream: nil, witnessed: witnessed, writtenByMirrorMaker: false))
        }
        let reader = Seed(
            offset: before.offset, upstream: before.upstream, witnessed: true, writtenByMirrorMaker: false)
        return .known(reader.lowered(to: commit))
    }

    /// The seed, if MirrorMaker wrote this commit of a group without members; absent if it did not.
    private func written(_ commit: CommittedOffset, on number: Int32, _ before: Seed?) -> Reading<Seed> {
        if let before, before.offset == commit { return .known(before) }
        switch checkpoints {
        case .absent: return .absent
        case .unreadable(let cause):
            return .unreadable(
                Cause(
                    cause.kind,
                    "whether MirrorMaker wrote its commit \(commit) on \(commits.topic)-\(number) cannot be told: "
                        + cause.detail))
        case .known(let column):
            guard let checkpoint = column[number] else { return .absent }
            // A commit that it wrote earlier stays behind the newest checkpoint until its next round.
            let isEarlier = before != nil && commit.value < checkpoint.downstream
            guard checkpoint.downstream == commit.value || isEarlier else { return .absent }
            return .known(
                Seed(
                    offset: commit, upstream: isEarlier ? nil : checkpoint.upstream, witnessed: true,
                    writtenByMirrorMaker: true))
        }
    }

    /// Whether the survey just before this one provably had no such commit.
    private func isWitnessed(_ number: Int32, _ look: Look) -> Bool {
        let previous = look.memory.surveysWeighed
        guard previous > 0 else { return false }
        if let memory = group.memory {
            return commits.memory.commits[number] == nil && memory.lastCommitsRead == previous
        }
        return look.memory.groups[group.side].lastCompleteListing == previous
    }
}

extension Seed {
    /// A group that was rewound reads again from there: that is where its range begins now.
    fileprivate func lowered(to commit: CommittedOffset) -> Seed {
        guard commit < offset else { return self }
        return Seed(offset: commit, upstream: nil, witnessed: witnessed, writtenByMirrorMaker: false)
    }
}
