/// No group of any protocol type on OLD has a member or moves an offset, MirrorMaker's own excepted.
enum OldConsumersGone {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        let cluster = look.survey.old
        if case .incomplete(let cause) = cluster.groups.completeness {
            judgement.doubt("\(cluster.alias)", cause)
        }
        let groups = look.groupsInScope(on: .old)
        var restless: Set<GroupName> = []
        for group in groups {
            let before = judgement.finding.offenders.count
            judgeMembers(group, &judgement)
            judgeMovement(group, &judgement)
            if judgement.finding.offenders.count > before { restless.insert(group.name) }
        }
        judgeOffsetsTopic(restless, look, &judgement)
        let excluded = (look.groups[.old] ?? []).filter { $0.excluded != nil }.count
        judgement.finding.summary =
            "\(groups.count) groups on the old cluster without a member"
            + (excluded > 0 ? ", \(excluded) excluded" : "")
        return judgement
    }

    private static func judgeMembers(_ group: GroupView, _ judgement: inout Judgement) {
        guard case .listed(let survey) = group.presence else { return }
        let subject = group.name.rawValue
        switch (survey.state, survey.members) {
        case (.known(.stable), .known(let members)), (.known(.rebalancing), .known(let members)),
            (.known(.empty), .known(let members)), (.unreadable, .known(let members)),
            (.absent, .known(let members)):
            if !members.isEmpty {
                let names = members.prefix(3).map { member in
                    "\(member.clientID) at \(member.host) (\(member.id))"
                }
                let more = members.count > 3 ? " and \(members.count - 3) more" : ""
                judgement.fail(
                    subject, "\(members.count) members: \(names.joined(separator: ", "))\(more)",
                    size: Int64(members.count))
            } else if case .unreadable(let cause) = survey.state {
                judgement.doubt(subject, cause)
            } else if survey.state != .known(.empty) {
                judgement.fail(subject, "its coordinator says that it is not empty")
            }
        case (.known(.stable), .absent), (.known(.stable), .unreadable),
            (.known(.rebalancing), .absent), (.known(.rebalancing), .unreadable):
            judgement.fail(subject, "has members, which this protocol does not show")
        case (.known(.empty), .absent), (.known(.empty), .unreadable): break
        case (.unreadable(let cause), _): judgement.doubt(subject, cause)
        case (.absent, _): judgement.doubt(subject, Cause(.incomplete, "its state was not given"))
        }
    }

    private static func judgeMovement(_ group: GroupView, _ judgement: inout Judgement) {
        switch group.commits {
        case .unreadable(let cause): judgement.doubt("\(group.name)", cause)
        case .lastKnown: break
        case .current(let now, _):
            guard let memory = group.memory, memory.lastCommitsRead != nil else { return }
            for (partition, commit) in now.sorted(by: { $0.key < $1.key }) {
                let before = memory.commits[partition]?.committed
                guard before != commit else { continue }
                judgement.fail(
                    "\(group.name): \(partition)",
                    "its offset moved from \(before.map(\.description) ?? "nothing") to \(commit)")
            }
        }
    }

    /// Commits of the same offsets again show in no list; the topic that keeps them advances all the same.
    private static func judgeOffsetsTopic(
        _ restless: Set<GroupName>, _ look: Look, _ judgement: inout Judgement
    ) {
        guard let view = look.topic(RoleBook.consumerOffsets, on: .old) else { return }
        guard case .read(_, let movements) = view.presence else {
            judgement.doubt("\(view.name)", Cause(.incomplete, "it could not be read"))
            return
        }
        for (number, movement) in movements.enumerated() {
            let partition = Int32(number)
            let subject = "\(view.name)-\(number)"
            if look.memory.unexplainedCommits.contains(partition) {
                guard case .complete = look.survey.old.groups.completeness else {
                    judgement.doubt(
                        subject,
                        Cause(
                            .incomplete,
                            "it advanced, and no complete list of groups tells whose commit that was"))
                    continue
                }
                judgeCommits(in: partition, of: Int32(movements.count), subject, restless, look, &judgement)
            }
            switch movement {
            case .still, .firstRead: break
            case .unread(let cause): judgement.doubt(subject, cause)
            case .wentBack(let from, let to): judgement.fail(subject, "end went back \(from) → \(to)")
            case .advanced(let from, let to):
                judgement.doubt(
                    subject,
                    Cause(
                        .notAsked, "advanced from \(from) to \(to): some group committed, joined or expired",
                        remedy: "nothing: the next listing of groups tells which"))
            }
        }
    }

    private static func judgeCommits(
        in partition: Int32, of count: Int32, _ subject: String, _ restless: Set<GroupName>, _ look: Look,
        _ judgement: inout Judgement
    ) {
        let here = (look.groups[.old] ?? []).filter {
            OffsetsPartition.of($0.name, partitions: count) == partition
        }
        if here.contains(where: { restless.contains($0.name) }) { return }
        if let own = here.first(where: \.isMirrorMakers) {
            judgement.note(
                "\(subject) advances by MirrorMaker's own group \(own.name), which could hide another there")
            return
        }
        if let excluded = here.first(where: { $0.excluded != nil }) {
            judgement.note(
                "\(subject) advances; the excluded group \(excluded.name) lives there and could hide another")
            return
        }
        if here.contains(where: { $0.hasJustVanished(look) || $0.hasJustLostCommits(look) }) {
            judgement.note("\(subject) advanced when offsets of a group there expired")
            return
        }
        let names = here.prefix(5).map(\.name.rawValue).joined(separator: ", ")
        judgement.fail(
            subject,
            names.isEmpty
                ? "a group that no list shows commits there"
                : "a group commits there without moving; it can only be one of: \(names)")
    }
}

extension GroupView {
    /// Whether the survey before this one still listed it.
    fileprivate func hasJustVanished(_ look: Look) -> Bool {
        guard case .vanished = presence, let memory else { return false }
        return memory.lastListed == look.memory.surveysWeighed
    }

    /// Whether commits that the survey before this one read are gone while the group is not.
    fileprivate func hasJustLostCommits(_ look: Look) -> Bool {
        guard case .current(_, let vanished) = commits, let memory else { return false }
        return vanished.keys.contains { memory.commits[$0]?.lastRead == look.memory.surveysWeighed }
    }
}
