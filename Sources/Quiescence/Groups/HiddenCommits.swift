/// Commits of the same offsets again show in no list of groups; the topic that keeps them advances all the same.
enum HiddenCommits {
    /// Judges OLD's `__consumer_offsets` into `judgement`; `restless` are the groups that were seen to have
    /// members or to move in this survey.
    static func judge(_ restless: Set<GroupName>, _ look: Look, _ judgement: inout Judgement) {
        guard let view = look.topic(RoleBook.consumerOffsets, on: .old) else {
            if look.survey.old.topics.isKnown, !look.survey.old.groups.seen.isEmpty {
                judgement.doubt(
                    "\(RoleBook.consumerOffsets)",
                    Cause(
                        .incomplete,
                        "there are groups, and the topic that keeps their commits is not visible",
                        remedy:
                            "grant Describe on it: a group that commits the same offsets again shows only there"
                    ))
            }
            return
        }
        guard case .read = view.presence else {
            judgement.doubt("\(view.name)", Cause(.incomplete, "it could not be read"))
            return
        }
        for (number, movement) in view.movements.enumerated() {
            let partition = Int32(number)
            let subject = "\(view.name)-\(number)"
            let earlier = look.memory.unexplainedCommits.contains(partition)
            switch movement {
            case .still, .firstRead, .advanced: break
            case .unread(let cause): judgement.doubt(subject, cause)
            case .wentBack(let from, let to): judgement.fail(subject, "end went back \(from) → \(to)")
            }
            var isAdvancing = false
            if case .advanced = movement { isAdvancing = true }
            guard earlier || isAdvancing else { continue }
            let here = groups(in: partition, of: view, look)
            if note(here, restless, subject, &judgement) { continue }
            if earlier { judgeEarlier(here, subject, look, &judgement) }
            if case .advanced(let from, let to) = movement {
                judgement.doubt(
                    subject,
                    Cause(
                        .notAsked, "advanced from \(from) to \(to): some group committed, joined or expired",
                        remedy: "nothing: the next listing of groups tells which"))
            }
        }
    }

    /// Groups that keep their commits in that partition.
    private static func groups(in partition: Int32, of view: TopicView, _ look: Look) -> [GroupView] {
        look.groups.old.inOrder.filter {
            OffsetsPartition.of($0.name, partitions: Int32(view.partitionCount)) == partition
        }
    }

    /// Partitions of which an earlier survey saw that they advanced, and this one cannot tell by whom either: a group
    /// there could not be read.
    static func untold(_ look: Look) -> Set<Int32> {
        guard let view = look.topic(RoleBook.consumerOffsets, on: .old), view.partitionCount > 0 else {
            return look.memory.unexplainedCommits
        }
        return look.memory.unexplainedCommits.filter { partition in
            let here = groups(in: partition, of: view, look)
            return here.contains(where: \.isUntold)
                && !here.contains { $0.wasRestless(look) || $0.hasExpired(look) }
        }
    }

    /// Whether a group that may write there explains it: one that fails by itself, or a blind spot.
    private static func note(
        _ here: [GroupView], _ restless: Set<GroupName>, _ subject: String, _ judgement: inout Judgement
    ) -> Bool {
        if here.contains(where: { restless.contains($0.name) }) { return true }
        // A group that a complete list does not have any more writes nothing.
        let present = here.filter { !$0.hasVanished }
        if let own = present.first(where: \.isMirrorMakers) {
            judgement.note(
                "\(subject) advances by MirrorMaker's own group \(own.name), which could hide another there")
            return true
        }
        if let excluded = present.first(where: { $0.excluded != nil }) {
            judgement.note(
                "\(subject) advances; the excluded group \(excluded.name) lives there and could hide another")
            return true
        }
        return false
    }

    /// An advance that the survey before saw: does this survey's listing tell whose it was?
    private static func judgeEarlier(
        _ here: [GroupView], _ subject: String, _ look: Look, _ judgement: inout Judgement
    ) {
        guard case .complete = look.survey.old.groups.completeness else {
            judgement.doubt(
                subject,
                Cause(.incomplete, "it advanced, and no complete list of groups tells whose commit that was"))
            return
        }
        if here.contains(where: { $0.wasRestless(look) }) { return }
        if here.contains(where: { $0.hasExpired(look) }) {
            judgement.note("\(subject) advanced when a group or offsets of a group there expired")
            return
        }
        // In doubt by itself.
        if here.contains(where: \.isUntold) { return }
        let names = here.prefix(5).map(\.name.rawValue).joined(separator: ", ")
        judgement.fail(
            subject,
            names.isEmpty
                ? "a group that no list shows commits there"
                : "a group commits there without moving; it can only be one of: \(names)")
    }
}

extension GroupView {
    /// What a survey saw of the end of `__consumer_offsets` was written after the listing of the one before
    /// it, so both of them can tell whose it was.
    private func isRecent(_ survey: Int?, _ look: Look) -> Bool {
        guard let survey else { return false }
        return survey > 0 && survey >= look.memory.surveysWeighed - 1
    }

    /// Whether this survey cannot tell whether it has a member, or where it stands.
    fileprivate var isUntold: Bool {
        guard case .listed(let survey) = presence else { return false }
        if case .unreadable = survey.state { return true }
        if case .unreadable = survey.commits { return true }
        return false
    }

    /// Whether one of the last two surveys saw it with a member, or moving: it failed by itself then.
    fileprivate func wasRestless(_ look: Look) -> Bool { isRecent(memory?.lastRestless, look) }

    /// Whether it, or a commit of it, was still there in the last two surveys and is gone now.
    fileprivate func hasExpired(_ look: Look) -> Bool {
        guard let memory else { return false }
        switch presence {
        case .vanished: return isRecent(memory.lastListed, look)
        case .unreadable: return false
        case .listed:
            guard case .known(let commits) = commitsNow else { return false }
            return commits.contains { topic in
                topic.vanished.contains { isRecent($0.value.readUntil ?? memory.lastCommitsRead, look) }
            }
        }
    }
}
