/// What a weighed survey leaves in memory.
extension Memory {
    /// Takes in what `look` has read; what it has not read stays as it was.
    mutating func absorb(_ look: Look) {
        surveysWeighed += 1
        for side in Side.allCases {
            if case .known(let id) = look.cluster(side).identity, clusterIDs[side] == nil {
                clusterIDs[side] = id
            }
            for view in look.topics[side].inOrder { absorb(view, look) }
            if look.cluster(side).topics.isKnown { wereTopicsListed[side] = true }
            absorbGroups(on: side, look)
        }
        brokers.absorb(look)
        absorbPositions(look)
        absorbDescription(look)
        tails.absorb(look.tails, survey: surveysWeighed)
        ledger.noteTried(look.ledger, survey: surveysWeighed)
        ledger.comparisonsAhead = look.compared.ahead
        if look.survey.mirror.syncs.isKnown { ledger.hasBegun = true }
        absorbCommitAdvances(look)
        lastSurvey = LastSurvey(began: look.survey.began, ended: look.survey.ended)
        sortNames()
    }

    /// Keeps what a judgement found that later ones must know.
    mutating func remember(_ judgement: Judgement, of condition: Condition, at time: WallTime) {
        for loss in judgement.losses {
            let key = LossKey(subject: NameText(loss.subject), lower: loss.range.lower)
            if let known = losses[condition]?[key], known.size >= loss.range.count { continue }
            losses[condition, default: [:]][key] = Offender(
                loss.subject, loss.detail, size: loss.range.count, losses: [loss.range])
        }
        for expiry in judgement.expiries {
            groups.old.byName[expiry.group, default: GroupMemory()]
                .topics[expiry.source.topic, default: GroupTopicMemory()]
                .noteUnread(expiry.source.partition) { $0.expired.insert(expiry.range) }
        }
        ledger.absorb(judgement.ledger)
        for (topic, sampled) in judgement.sampled { ledger.sampled[topic, default: sampled] = sampled }
        if let last = judgement.sampledLast { ledger.sampledLast = last }
        for (partition, expired) in judgement.unmirrored {
            unmirrored[partition] = expired.ranges.isEmpty ? nil : expired
        }
        for (partition, words) in judgement.recreated where recreated[partition] == nil {
            recreated[partition] = words
            otherLogSince.old[partition] = time
        }
        for partition in judgement.otherLogs { otherLogSince.old[partition] = time }
    }

    private mutating func absorbPositions(_ look: Look) {
        switch look.survey.mirror.positions {
        case .unreadable: break
        case .absent:
            if look.safeGates.contains(.mirrorMaker) { positionsAreFrozen = true }
        case .known(let connectors):
            positionsAreFrozen = false
            // In most surveys there is nothing new to be taken in.
            let known = look.sources.reduce(0) { $1.hasSamePositions ? $0 + 1 : $0 }
            for (connector, read) in connectors where !read.topics.isEmpty {
                if connectors.count == 1, known == read.topics.count { continue }
                let back = positions[connector, default: PartitionTable()].take(read)
                let counts = look.plan.mirror.connector.map { $0 == connector } ?? true
                for step in back where counts { note(step, look) }
            }
        }
    }

    /// Where the partition could not be read just now, nobody has judged that.
    private mutating func note(_ step: StepBack, _ look: Look) {
        otherLogSince.old[step.partition] = look.survey.ended.wall
        guard recreated[step.partition] == nil else { return }
        recreated[step.partition] = MirrorPositions.wentBack(from: step.from, to: step.to)
    }

    private mutating func absorbCommitAdvances(_ look: Look) {
        var advanced: Set<Int32> = []
        if let view = look.topic(RoleBook.consumerOffsets, on: .old),
            case .read = view.presence
        {
            for (number, movement) in view.movements.enumerated() {
                if case .advanced = movement { advanced.insert(Int32(number)) }
            }
        }
        switch look.survey.old.groups.completeness {
        case .complete: unexplainedCommits = advanced.union(HiddenCommits.untold(look))
        case .incomplete: unexplainedCommits.formUnion(advanced)
        }
    }
}

/// A position that is lower than it was.
private struct StepBack {
    let partition: TopicPartition
    let from: MirrorPosition
    let to: MirrorPosition
}

extension PartitionTable<MirrorPosition> {
    /// Takes in what was read; most positions are the same from one survey to the next.
    ///
    /// - Returns: Those that went back.
    fileprivate mutating func take(_ readings: PartitionMap<Reading<MirrorPosition>>) -> [StepBack] {
        var back: [StepBack] = []
        for (topic, read) in readings.topics {
            let known = column(of: topic)
            let isSame = read.matches(known) { reading, position in
                if case .known(position) = reading { true } else { false }
            }
            if isSame { continue }
            for (number, reading) in read {
                guard case .known(let position) = reading, known[number] != position else { continue }
                self[topic, default: PartitionColumn()][number] = position
                if let before = known[number], position < before {
                    back.append(
                        StepBack(partition: TopicPartition(topic, number), from: before, to: position))
                }
            }
        }
        return back
    }
}
