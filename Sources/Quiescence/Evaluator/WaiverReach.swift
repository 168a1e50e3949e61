/// What a waiver may cover in one survey, and what ends it.
struct WaiverReach {
    let look: Look

    /// Whether the waiver is about that offender.
    func covers(_ offender: Offender, of condition: Condition, by waiver: Waiver) -> Bool {
        // Nobody's word makes another cluster the right one.
        condition != .visibility && !isCluster(offender.subject) && names(offender.subject, waiver)
            && (waiver.finding ?? offender.detail) == offender.detail
    }

    /// Whether the waiver is about that doubt. That something could not be read is waived by nobody, for what is
    /// waived is what was seen.
    func covers(_ doubt: Doubt, of condition: Condition, by waiver: Waiver) -> Bool {
        doubt.cause.kind.isOfWhatWasRead(in: condition) && !isCluster(doubt.subject)
            && names(doubt.subject, waiver) && (waiver.finding ?? doubt.cause.detail) == doubt.cause.detail
    }

    private func isCluster(_ subject: String) -> Bool {
        let aliases = [look.plan.old.alias.rawValue, look.plan.new.alias.rawValue]
        return (aliases + [aliases.joined(separator: ", ")]).contains(subject)
    }

    /// Whether it is about `subject`: itself, or a partition of the topic that it names.
    ///
    /// `orders-1` may be a topic, and a partition of `orders`: then only the finding's own words tell.
    private func names(_ subject: String, _ waiver: Waiver) -> Bool {
        if waiver.finding == nil, isAmbiguous(waiver.subject, in: waiver.condition) { return false }
        return NameText(subject) == NameText(waiver.subject)
            || isPartition(subject, of: waiver.subject, in: waiver.condition)
    }

    /// Whether it is a partition of a topic, and nothing else of that name: `billing-2` is another group than
    /// `billing`, and `shop-2` another producer than `shop`.
    private func isPartition(_ subject: String, of whole: String, in condition: Condition) -> Bool {
        let place = Self.place(of: subject)
        guard let (_, number) = Self.partition(place), NameText(subject) == NameText("\(whole)-\(number)")
        else { return false }
        return isPlace(subject, in: condition) && !isTopic(place) && !isOther(subject, in: condition)
    }

    /// Whether that condition may find something of two things of that name.
    private func isAmbiguous(_ subject: String, in condition: Condition) -> Bool {
        isTopicAndPartition(Self.place(of: subject)) || isTwiceInInventory(subject, in: condition)
            || isOther(subject, in: condition) && isPlace(subject, in: condition)
            || isPlaceOnBothSides(subject, in: condition)
    }

    /// Whether that condition may find something of a group on a source, and of the same one on a mirror of that name:
    /// behind another MirrorMaker OLD may hold an `OLD.orders` of its own.
    private func isPlaceOnBothSides(_ subject: String, in condition: Condition) -> Bool {
        let place = Self.place(of: subject)
        guard condition == .mirrorConsumed, place != subject else { return false }
        return [place, Self.partition(place)?.topic.rawValue].contains { topic in
            guard let topic = topic.map(TopicName.init(rawValue:)) else { return false }
            return look.topic(topic, on: .old)?.role == .source
                && look.topic(topic, on: .new)?.role == .mirror
        }
    }

    /// Whether what that condition finds of topics may bear the name: a topic, a partition, or a group's place there.
    private func isPlace(_ subject: String, in condition: Condition) -> Bool {
        let place = Self.place(of: subject)
        let topic = isTopic(place) ? TopicName(rawValue: place) : Self.partition(place)?.topic
        guard let topic, isTopic(topic.rawValue) else { return false }
        return switch condition {
        case .visibility, .producersRetargeted: false
        case .sourceQuiet, .sourceSettled, .mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful,
            .mirrorConsumed:
            true
        case .sourceConsumed: place != subject
        case .oldConsumersGone: place != subject || topic == RoleBook.consumerOffsets
        }
    }

    /// Whether it is the name of what else that condition finds something of.
    private func isOther(_ subject: String, in condition: Condition) -> Bool {
        switch condition {
        case .visibility, .sourceQuiet, .sourceSettled, .producersRetargeted, .mirrorQuiet: false
        case .mirrorDrained, .mirrorGapless, .mirrorFaithful: isMirrorMaker(subject, in: condition)
        case .mirrorConsumed, .sourceConsumed, .oldConsumersGone: isGroup(subject)
        }
    }

    /// Whether it is MirrorMaker as a whole, or a connector of it.
    private func isMirrorMaker(_ subject: String, in condition: Condition) -> Bool {
        switch condition {
        case .mirrorDrained, .mirrorGapless, .mirrorFaithful: subject == "MirrorMaker" || isConnector(subject)
        case .visibility, .sourceQuiet, .sourceSettled, .producersRetargeted, .mirrorQuiet, .mirrorConsumed,
            .sourceConsumed, .oldConsumersGone:
            false
        }
    }

    /// Whether the operator's list has a topic and a group of that name: neither need be visible.
    private func isTwiceInInventory(_ subject: String, in condition: Condition) -> Bool {
        condition == .visibility
            && Side.allCases.map(look.plan.cluster).contains { cluster in
                guard let inventory = cluster.inventory else { return false }
                return inventory.groups.contains { group in
                    NameText("\(cluster.alias): \(group)") == NameText(subject)
                        && (isTopic(group.rawValue) || inventory.topics.contains(TopicName(group.text)))
                }
            }
    }

    private func isTopicAndPartition(_ place: String) -> Bool {
        guard isTopic(place), let (topic, number) = Self.partition(place) else { return false }
        return Side.allCases.contains { side in
            guard let view = look.topic(topic, on: side) else { return false }
            return !look.cluster(side).topics.isKnown
                || Int(number) < max(view.partitionCount, view.memory?.mostPartitions ?? 0)
        }
    }

    private func isTopic(_ place: String) -> Bool {
        Side.allCases.contains { look.topic(TopicName(rawValue: place), on: $0) != nil }
    }

    private func isConnector(_ subject: String) -> Bool {
        let name = ConnectorName(rawValue: subject)
        let isDescribed = look.survey.mirror.description.map { $0.connectors[name] != nil }
        return isDescribed == .known(true) || look.memory.described?.connectors[name] != nil
            || look.memory.risks[name] != nil
    }

    private func isGroup(_ subject: String) -> Bool {
        Side.allCases.contains { look.groups[$0][GroupName(rawValue: subject)] != nil }
    }

    /// What a subject says behind the group that it names; no topic has a colon.
    private static func place(of subject: String) -> String {
        subject.split(separator: ":").last.map { String($0.drop(while: { $0 == " " })) } ?? subject
    }

    private static func partition(_ place: String) -> (topic: TopicName, number: Int32)? {
        guard let dash = place.lastIndex(of: "-"), let number = Int32(place[place.index(after: dash)...])
        else { return nil }
        return (TopicName(rawValue: String(place[..<dash])), number)
    }
}

extension WaiverReach {
    /// What happened to a log between two surveys.
    enum Change: Int, Comparable {
        case none
        case grown
        /// It is another one: its offsets are those of other records.
        case remade

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// What happened to the logs that a finding is about: the one that it names and the one on the other side; or all
    /// that it is about, where it names MirrorMaker or a group.
    func change(of subject: String, in condition: Condition) -> Change {
        let place = Self.place(of: subject)
        var change = self.change(of: TopicName(rawValue: place), nil)
        if let (topic, number) = Self.partition(place) {
            change = max(change, self.change(of: topic, number))
        }
        for topic in logs(of: subject, in: condition).lazy.map(\.name) where change != .remade {
            change = max(change, self.change(of: topic, nil))
        }
        return change
    }

    /// All that a finding is about that names no log: MirrorMaker as a whole, or a group.
    private func logs(of subject: String, in condition: Condition) -> [TopicView] {
        switch condition {
        case .mirrorDrained, .mirrorGapless, .mirrorFaithful:
            isMirrorMaker(subject, in: condition) ? look.sources + look.mirrors : []
        case .mirrorConsumed: isGroup(subject) ? look.mirrors : []
        case .sourceConsumed: isGroup(subject) ? look.sources : []
        case .visibility, .sourceQuiet, .sourceSettled, .producersRetargeted, .mirrorQuiet, .oldConsumersGone:
            []
        }
    }

    /// Of all that is called so: behind another MirrorMaker a source of OLD may bear a mirror's name.
    private func change(of topic: TopicName, _ number: Int32?) -> Change {
        var change = Change.none
        if let source = look.topic(topic, on: .old), source.role == .source {
            let beside = source.mirror?.change(of: number) ?? .none
            change = max(source.change(of: number), min(beside, .grown))
        }
        guard let mirror = look.topic(topic, on: .new), mirror.role == .mirror else { return change }
        if hasJustGone(mirror, number) { return .remade }
        let source = mirror.link.flatMap { look.topic($0.source, on: .old) }
        return max(change, mirror.change(of: number), min(source?.change(of: number) ?? .none, .grown))
    }

    /// Whether a mirror went since the survey before, and not as planned: what comes back is another log, however
    /// long it is.
    private func hasJustGone(_ mirror: TopicView, _ number: Int32?) -> Bool {
        guard case .gone = mirror.presence, case .known(.unanimous) = look.survey.new.agreement,
            !look.safeGates.contains(.mirrorTopics), !(mirror.memory?.removedAsPlanned ?? false)
        else { return false }
        let known = look.memory.otherLogSince.new[TopicPartition(mirror.name, number ?? 0)]
        return known != look.memory.lastSurvey?.ended.wall
    }
}

extension TopicView {
    /// Of one of its partitions, or of all.
    fileprivate func change(of number: Int32?) -> WaiverReach.Change {
        guard case .read = presence else { return .none }
        if hasJustLostPartitions || memory?.isGone ?? false { return .remade }
        let numbers = number.map { partitionNumbers.contains($0) ? $0..<($0 + 1) : 0..<0 } ?? partitionNumbers
        return numbers.reduce(.none) { change, number in
            switch movement(of: Int(number)) {
            case .still, .unread: change
            case .advanced, .firstRead: max(change, .grown)
            case .wentBack: .remade
            }
        }
    }
}

extension Cause.Kind {
    /// Whether something was read, and is doubted for what it says.
    fileprivate func isOfWhatWasRead(in condition: Condition) -> Bool {
        switch self {
        case .contradiction, .malformed, .missing, .unsupported: true
        case .incomplete:
            switch condition {
            // There it says that an answer, or a part of one, did not come.
            case .visibility, .sourceQuiet, .mirrorQuiet, .oldConsumersGone: false
            case .sourceSettled, .producersRetargeted, .mirrorDrained, .mirrorGapless, .mirrorFaithful,
                .mirrorConsumed, .sourceConsumed:
                true
            }
        case .timedOut, .unreachable, .authentication, .notAuthorized, .leaderless, .coordinator, .bounded,
            .notAsked, .refused:
            false
        }
    }
}
