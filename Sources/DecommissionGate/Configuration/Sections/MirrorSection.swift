import Quiescence

/// The keys of `mirror`.
enum MirrorKey: String, SectionKey {
    case topicPrefix = "topic_prefix"
    case offsetsTopic = "offsets_topic"
    case configsTopic = "configs_topic"
    case statusTopic = "status_topic"
    case connector, policy, isolation, accepted
    case beforeObservation = "before_observation"

    var refusal: String? {
        switch self {
        case .topicPrefix, .offsetsTopic, .configsTopic, .statusTopic, .connector, .policy, .isolation,
            .accepted:
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

    private static func accepted(_ place: Place) throws(Reported) -> [MirrorSetting: String] {
        var accepted: [MirrorSetting: String] = [:]
        for (setting, reason) in try place.list(acceptance) { accepted[setting] = reason }
        return accepted
    }

    private static func acceptance(_ place: Place) throws(Reported) -> (MirrorSetting, String) {
        let section = try Section(place, keys: AcceptedKey.self)
        let reason = section.readRequired(.reason, mend: Place.reasonMend, Place.reason)
        let setting = section.readRequired(.name, mend: "name the setting, as in errors.tolerance") {
            place throws(Reported) -> MirrorSetting in
            let text = try place.text()
            guard let setting = MirrorSetting(rawValue: text.value), setting.isRisk else {
                let known = MirrorSetting.allCases.filter(\.isRisk).map(\.rawValue)
                throw text.refuse(
                    "is no setting that could lose records", mend: known.joined(separator: ", "))
            }
            return setting
        }
        guard let reason, let setting else { throw Reported() }
        return (setting, reason)
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
