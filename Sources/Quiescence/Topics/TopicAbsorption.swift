/// What the topics of a weighed survey leave in memory.
extension Memory {
    /// Takes in one topic.
    mutating func absorb(_ view: TopicView, _ look: Look) {
        switch view.presence {
        case .unreadable:
            // Listed without being described: when it is, what it holds was not written just then, unless the
            // list before did not have it.
            if view.memory == nil {
                topics[view.side][view.name, default: TopicMemory()].wasRead = view.unseen == .born
            }
        case .gone: absorbGone(view, look)
        case .read(let survey): absorb(view, survey, look)
        }
    }

    private mutating func absorbGone(_ view: TopicView, _ look: Look) {
        let partitions = (view.memory?.partitions.indices ?? 0..<0).map {
            TopicPartition(view.name, Int32($0))
        }
        for partition in partitions { forgetProofs(of: partition, view, look) }
        switch (view.side, look.cluster(view.side).agreement) {
        case (.old, .known(.unanimous)):
            for partition in partitions { noteRecreated(partition, "it was gone", look) }
            topics.old.update(view.name) { $0.isGone = true }
        // A list that not all brokers share may lack a topic for a moment.
        case (.old, .known(.divided)), (.old, .absent), (.old, .unreadable): break
        case (.new, let agreement):
            if case .known(.unanimous) = agreement {
                for partition in partitions { otherLogSince.new[partition] = look.survey.ended.wall }
            }
            guard view.role == .mirror, look.safeGates.contains(.mirrorTopics) else { break }
            topics.new.update(view.name) {
                $0.removedAsPlanned = true
                $0.wasEverRemovedAsPlanned = true
            }
        }
    }

    private mutating func absorb(
        _ view: TopicView, _ survey: TopicSurvey, _ look: Look
    ) {
        if view.hasNothingNew(survey) { return }
        var memory = view.memory ?? TopicMemory()
        memory.partitions.removeLast(max(0, memory.partitions.count - survey.partitions.count))
        let new = survey.partitions.count - memory.partitions.count
        // At once: growing one by one leaves room that nothing ever fills.
        memory.partitions += repeatElement(view.unseen, count: new)
        memory.wasRead = true
        memory.removedAsPlanned = false
        memory.isGone = false
        memory.mostPartitions = max(memory.mostPartitions, survey.partitions.count)
        memory.appended &+= view.advance
        for (number, movement) in view.movements.enumerated() {
            if case .known(let start) = survey.partitions[number].start {
                let first = memory.partitions[number].firstStart ?? start
                memory.partitions[number].firstStart = min(first, start)
            }
            switch movement {
            case .unread, .still: break
            case .firstRead(let end): memory.partitions[number].end = end
            case .advanced(_, let to):
                memory.partitions[number].end = to
                memory.lastAppend = look.survey.ended.wall
            case .wentBack(let from, let to):
                memory.partitions[number].end = to
                forget(
                    TopicPartition(view.name, Int32(number)), of: view,
                    "its end went back, \(from) → \(to)", end: to, look)
            }
        }
        let lost = view.memory?.isGone ?? false ? memory.partitions.indices : view.lostPartitions
        for number in lost ?? 0..<0 {
            forget(TopicPartition(view.name, Int32(number)), of: view, "it was gone", end: nil, look)
        }
        topics[view.side][view.name, default: TopicMemory()] = memory
    }

    /// The partition is another one now: neither proofs, commits nor positions of the former say anything.
    private mutating func forget(
        _ partition: TopicPartition, of view: TopicView, _ how: String, end: EndOffset?, _ look: Look
    ) {
        forgetProofs(of: partition, view, look)
        otherLogSince[view.side][partition] = look.survey.ended.wall
        if view.side == .old { noteRecreated(partition, how, look) }
        groups[view.side].byName.updateEach { group in
            group.topics.update(partition.topic) { $0.startOver(partition.partition, from: end) }
        }
    }

    /// What was read of a log that is gone; it may come back and grow to the very offset at which it ended.
    private mutating func forgetProofs(of partition: TopicPartition, _ view: TopicView, _ look: Look) {
        tails.forget(partition, on: view.side)
        // What was compared before its mirror was removed as planned stands.
        let isRemoved = view.side == .new && !view.isThere && look.safeGates.contains(.mirrorTopics)
        // By its name: a topic that is left out for a while has no link then.
        let source = view.side == .old ? view.name : look.naming.source(ofMirror: view.name)
        guard let source, !isRemoved,
            view.side == .old || !(view.memory?.wasEverRemovedAsPlanned ?? false)
        else { return }
        ledger.sampled[TopicPartition(source, partition.partition)] = nil
    }

    private mutating func noteRecreated(_ partition: TopicPartition, _ how: String, _ look: Look) {
        otherLogSince.old[partition] = look.survey.ended.wall
        remadeLogs.insert(partition)
        guard recreated[partition] == nil else { return }
        recreated[partition] = "\(partition) was recreated, or lost records: \(how)"
    }
}

extension TopicView {
    /// Most topics in most surveys: nothing has moved, and memory would stay as it is.
    fileprivate func hasNothingNew(_ survey: TopicSurvey) -> Bool {
        guard isStill, let memory, memory.wasRead, !memory.removedAsPlanned, !memory.isGone,
            lostPartitions == nil,
            memory.partitions.count == survey.partitions.count
        else { return false }
        return survey.partitions.indices.allSatisfy { number in
            guard let first = memory.partitions[number].firstStart,
                case .known(let start) = survey.partitions[number].start
            else { return false }
            return first <= start
        }
    }
}
