import Quiescence

/// The keys of `mirror`.
enum MirrorKey: String, SectionKey {
    case topicPrefix = "topic_prefix"
    case offsetsTopic = "offsets_topic"
    case configsTopic = "configs_topic"
    case statusTopic = "status_topic"
    case connector, policy, isolation, accepted, comparisons
    case beforeObservation = "before_observation"

    var refusal: String? {
        switch self {
        case .topicPrefix, .offsetsTopic, .configsTopic, .statusTopic, .connector, .policy, .isolation,
            .accepted, .comparisons:
            nil
        case .beforeObservation:
            "not supported by this version: the time before observation is not judged; remove it"
        }
    }
}

/// The keys of a member of `mirror.accepted`.
enum AcceptedKey: String, SectionKey { case name, reason }

/// How MirrorMaker 2 is set up, as far as its own word is not to count.
enum MirrorSection {
    static func decode(_ place: Place) throws(Reported) -> MirrorChoices {
        let section = try Section(place, keys: MirrorKey.self)
        var choices = MirrorChoices()
        choices.topicPrefix = section.read(.topicPrefix, or: nil, prefix)
        choices.offsetsTopic = section.read(.offsetsTopic, or: nil, topic)
        choices.configsTopic = section.read(.configsTopic, or: nil, topic)
        choices.statusTopic = section.read(.statusTopic, or: nil, topic)
        choices.connector = section.read(.connector, or: nil, connector)
        choices.isolation = section.read(.isolation, or: nil, isolation)
        choices.accepted = section.read(.accepted, or: [:], accepted)
        choices.comparisons = section.read(.comparisons, or: [], comparisons)
        section.read(.policy, or: (), check)
        return choices
    }

    private static func topic(_ place: Place) throws(Reported) -> TopicName? {
        try place.text().value == "auto" ? nil : Place.topicName(place)
    }

    private static func isolation(_ place: Place) throws(Reported) -> Isolation? {
        let text = try place.text()
        if text.value == "auto" { return nil }
        if let level = Isolation(rawValue: text.value) { return level }
        throw text.refuse("is not known", mend: "write auto, read_uncommitted or read_committed")
    }

    private static func accepted(_ place: Place) throws(Reported) -> [MirrorRisk: String] {
        var accepted: [MirrorRisk: String] = [:]
        for (risk, reason) in try place.list(acceptance) { accepted[risk] = reason }
        return accepted
    }

    private static func acceptance(_ place: Place) throws(Reported) -> (MirrorRisk, String) {
        let section = try Section(place, keys: AcceptedKey.self)
        let reason = section.readRequired(.reason, mend: Place.reasonMend, Place.reason)
        let risk = section.readRequired(.name, mend: namedRisk, risk)
        guard let reason, let risk else { throw Reported() }
        return (risk, reason)
    }

    private static let namedRisk = "name the setting and its value, as in errors.tolerance=all"

    private static func risk(_ place: Place) throws(Reported) -> MirrorRisk {
        let text = try place.text()
        let name = text.value.prefix { $0 != "=" }
        guard let setting = MirrorSetting(rawValue: String(name)), setting.isRisk else {
            let known = MirrorSetting.allCases.filter(\.isRisk).map(\.rawValue)
            throw text.refuse(
                "is no setting that could lose records", mend: known.joined(separator: ", "))
        }
        guard name.endIndex < text.value.endIndex else {
            throw text.refuse("accepts it whatever its value", mend: namedRisk)
        }
        return MirrorRisk(setting: setting, value: String(text.value[name.endIndex...].dropFirst()))
    }

    private static func comparisons(_ place: Place) throws(Reported) -> [Comparison] {
        let comparisons = try place.list(comparison)
        for (index, comparison) in comparisons.enumerated() {
            guard let first = comparisons.firstIndex(where: { $0.sha256 == comparison.sha256 }), first < index
            else { continue }
            throw place.refuse(
                "\(comparisons[first].title) and \(comparison.title) are the same comparison",
                mend: "leave one of them out")
        }
        return comparisons
    }

    /// A file that cannot be read is no evidence: nothing is believed that was in it before.
    private static func comparison(_ place: Place) throws(Reported) -> Comparison {
        let name = try Place.filledText(place)
        let surroundings = place.loading.surroundings
        do {
            return try surroundings.comparison(place.loading.resolve(name), name)
        } catch {
            throw place.refuse(
                error.description,
                mend: "name a file that `decommission-gate compare --output json` or --state has written")
        }
    }

    /// What compares other clusters than those that are named by their ids proves nothing.
    static func check(_ comparisons: [Comparison], against clusters: ClustersSection.Decoded, at place: Place)
    {
        for comparison in comparisons {
            for (said, id) in [
                (comparison.old, clusters.old.expectedID), (comparison.new, clusters.new.expectedID),
            ] {
                guard let id, said != id else { continue }
                place.refuse(
                    "comparisons: \(comparison.title) compares cluster \(said), and cluster_id says \(id)",
                    mend: "compare these clusters, or correct cluster_id")
            }
        }
    }

    private static func prefix(_ place: Place) throws(Reported) -> String? {
        let text = try place.text()
        if text.value == "auto" { return nil }
        guard !text.value.isEmpty else {
            throw text.refuse(identity, mend: "write alias and separator, as in OLD.")
        }
        guard text.value.isMadeOfTopicCharacters, text.value.utf8.count < 249 else {
            throw text.refuse("can begin no topic's name", mend: "write alias and separator, as in OLD.")
        }
        return text.value
    }

    private static func connector(_ place: Place) throws(Reported) -> ConnectorName? {
        let name = try Place.filledText(place)
        return name == "auto" ? nil : ConnectorName(rawValue: name)
    }

    private static let identity =
        "leaves mirrors the names of their sources: there are no OLD.* topics to be told apart and judged"

    private static func check(_ place: Place) throws(Reported) {
        let text = try place.text()
        switch text.value {
        case "auto", "default": return
        case let policy where policy.lowercased().contains("identity"):
            throw text.refuse(identity, mend: "this gate is for the default policy")
        default: throw text.refuse("is not known", mend: "write auto or default")
        }
    }
}
