/// No group of any protocol type on OLD has a member or moves an offset, MirrorMaker's own excepted.
enum OldConsumersGone {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        judgement.doubtListings(of: look.survey.old)
        let groups = look.groupsInScope(on: .old)
        var restless: Set<GroupName> = []
        for group in groups {
            let before = judgement.finding.offenders.count
            judgeMembers(group, &judgement)
            judgeMovement(group, look, &judgement)
            if judgement.finding.offenders.count > before { restless.insert(group.name) }
        }
        HiddenCommits.judge(restless, look, &judgement)
        let excluded = look.groups.old.inOrder.filter { $0.excluded != nil }.count
        judgement.finding.summary =
            "members and movement of \(counted(groups.count, "group")) on the old cluster"
            + (excluded > 0 ? ", \(grouped(excluded)) more excluded" : "")
        return judgement
    }

    private static func judgeMembers(_ group: GroupView, _ judgement: inout Judgement) {
        guard case .listed(let survey) = group.presence else { return }
        let subject = "\(group.name)"
        switch (survey.state, survey.members) {
        case (_, .known(let members)):
            if !members.isEmpty {
                let names = members.prefix(3).map { member in
                    "\(member.clientID) at \(member.host) (\(member.id))"
                }
                let more = members.count > 3 ? " and \(members.count - 3) more" : ""
                judgement.fail(
                    subject, "\(counted(members.count, "member")): \(names.joined(separator: ", "))\(more)",
                    size: Int64(members.count), unless: .excludedGroup(group.name))
            } else if case .unreadable(let cause) = survey.state {
                judgement.doubt(subject, cause)
            } else if survey.state != .known(.empty) {
                judgement.fail(
                    subject, "its coordinator says that it is not empty", unless: .excludedGroup(group.name))
            }
        case (.known(.stable), .absent), (.known(.stable), .unreadable),
            (.known(.rebalancing), .absent), (.known(.rebalancing), .unreadable):
            judgement.fail(
                subject, "has members, which this protocol does not show", unless: .excludedGroup(group.name))
        case (.known(.empty), .absent), (.known(.empty), .unreadable): break
        case (.unreadable(let cause), _): judgement.doubt(subject, cause)
        case (.absent, _): judgement.doubt(subject, Cause(.incomplete, "its state was not given"))
        }
    }

    private static func judgeMovement(_ group: GroupView, _ look: Look, _ judgement: inout Judgement) {
        switch group.commitsNow {
        case .unreadable(let cause): judgement.doubt("\(group.name)", cause)
        case .absent: break
        case .known(let topics):
            if let memory = group.memory {
                guard memory.lastCommitsRead != nil else { return }
            } else {
                // A group that the complete listing just before did not have committed since.
                let listing = look.memory.groups.old.lastCompleteListing
                guard listing != nil, listing == look.memory.surveysWeighed else { return }
            }
            for topic in topics where topic.hasMoved {
                for move in topic.moved {
                    let before = move.from?.description ?? "nothing"
                    judgement.fail(
                        "\(group.name): \(topic.topic)-\(move.number)",
                        "its offset moved from \(before) to \(move.to)", unless: .excludedGroup(group.name))
                }
            }
        }
    }
}
