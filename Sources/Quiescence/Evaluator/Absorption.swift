/// What a weighed survey leaves in memory.
extension Memory {
    /// Takes in what `look` has read; what it has not read stays as it was.
    mutating func absorb(_ look: Look) {
        surveysWeighed += 1
        for side in Side.allCases {
            if case .known(let id) = look.cluster(side).identity, clusterIDs[side] == nil {
                clusterIDs[side] = id
            }
            for view in look.topics[side] ?? [] { absorb(view, look) }
            if look.cluster(side).topics.isKnown { topicsListed.insert(side) }
            absorbGroups(on: side, look)
        }
        absorbPositions(look.survey.mirror.positions)
        absorbTails(look.survey.tails)
        absorbCommitAdvances(look)
        lastSurvey = LastSurvey(began: look.survey.began, ended: look.survey.ended)
    }

    /// Keeps losses that were detected while we watched; of one subject the largest.
    mutating func remember(_ found: [Offender], of condition: Condition) {
        for offender in found {
            if let known = losses[condition]?[offender.subject], known.size >= offender.size { continue }
            losses[condition, default: [:]][offender.subject] = offender
        }
    }

    private mutating func absorb(_ view: TopicView, _ look: Look) {
        switch view.presence {
        case .unreadable: break
        case .gone:
            if view.role == .mirror, look.mirrorTopicsMayGo {
                topics[view.side]?[view.name]?.removedAsPlanned = true
            }
        case .read(let survey, let movements):
            var memory = topics[view.side]?[view.name] ?? TopicMemory(partitions: [])
            memory.removedAsPlanned = false
            let isNew = view.memory == nil && topicsListed.contains(view.side)
            let wasThere = view.memory != nil || isNew
            memory.partitions = survey.partitions.indices.map { number in
                memory.partitions.indices.contains(number)
                    ? memory.partitions[number] : (wasThere ? .born : .found)
            }
            for (number, movement) in movements.enumerated() {
                let partition = TopicPartition(view.name, Int32(number))
                if case .known(let start) = survey.partitions[number].start,
                    memory.partitions[number].firstStart == nil
                {
                    memory.partitions[number].firstStart = start
                }
                switch movement {
                case .unread: break
                case .still: break
                case .firstRead:
                    if case .known(let end) = survey.partitions[number].end {
                        memory.partitions[number].end = end
                    }
                case .advanced(let from, let to):
                    memory.partitions[number].end = to
                    memory.appended += to.value - from.value
                    memory.lastAppend = look.survey.ended.wall
                case .wentBack(_, let to):
                    memory.partitions[number].end = to
                    forget(partition, on: view.side)
                }
            }
            for number in view.lostPartitions ?? 0..<0 {
                forget(TopicPartition(view.name, Int32(number)), on: view.side)
            }
            topics[view.side, default: [:]][view.name] = memory
        }
    }

    /// The partition is another one now: neither proofs nor commits of the former say anything.
    private mutating func forget(_ partition: TopicPartition, on side: Side) {
        emptyRanges.forget(partition, on: side)
        guard var known = groups[side]?.byName else { return }
        for (name, group) in known where group.commits[partition] != nil {
            known[name]?.commits[partition] = nil
        }
        groups[side]?.byName = known
    }

    private mutating func absorbPositions(
        _ reading: Reading<[ConnectorName: [TopicPartition: Reading<MirrorPosition>]]>
    ) {
        guard case .known(let connectors) = reading else { return }
        for (connector, partitions) in connectors {
            for (partition, reading) in partitions {
                switch reading {
                case .unreadable: break
                case .absent:
                    if positions[connector]?[partition] != nil { positionsWentBack.insert(partition) }
                case .known(let position):
                    if let before = positions[connector]?[partition], position < before {
                        positionsWentBack.insert(partition)
                    }
                    positions[connector, default: [:]][partition] = position
                }
            }
        }
    }

    private mutating func absorbTails(_ tails: [TailQuestion: Reading<TailAnswer>]) {
        for (question, answer) in tails {
            switch answer {
            case .known(.empty):
                emptyRanges.insert(question)
                unansweredTails.remove(question)
            case .known(.holdsRecord): unansweredTails.remove(question)
            case .absent, .unreadable: unansweredTails.insert(question)
            }
        }
        unansweredTails = unansweredTails.filter { tails[$0] != nil }
    }

    private mutating func absorbCommitAdvances(_ look: Look) {
        var advanced: Set<Int32> = []
        if let view = look.topic(RoleBook.consumerOffsets, on: .old),
            case .read(_, let movements) = view.presence
        {
            for (number, movement) in movements.enumerated() {
                if case .advanced = movement { advanced.insert(Int32(number)) }
            }
        }
        switch look.survey.old.groups.completeness {
        case .complete: unexplainedCommits = advanced
        case .incomplete: unexplainedCommits.formUnion(advanced)
        }
    }
}
