import Quiescence

/// The keys of `mirror`.
enum MirrorKey: String, SectionKey {
    case topicPrefix = "topic_prefix"
    case offsetsTopic = "offsets_topic"
    case connector, policy, isolation
    case beforeObservation = "before_observation"

    var refusal: String? {
        switch self {
        case .topicPrefix, .offsetsTopic, .connector, .policy, .isolation: nil
        case .beforeObservation:
            "not supported by this version: the time before observation is not judged; remove it"
        }
    }
}

/// How MirrorMaker 2 is set up; all of it follows from the old cluster's alias unless said otherwise.
enum MirrorSection {
    static func standard(_ old: ClusterAlias) -> MirrorPlan {
        MirrorPlan(
            topicPrefix: "\(old).", offsetsTopic: TopicName(rawValue: "mm2-offsets.\(old).internal"))
    }

    static func decode(_ place: Place, old: ClusterAlias) throws(Reported) -> MirrorPlan {
        let section = try Section(place, keys: MirrorKey.self)
        var plan = standard(old)
        plan.topicPrefix = section.read(.topicPrefix, or: plan.topicPrefix, prefix)
        plan.offsetsTopic = section.read(.offsetsTopic, or: plan.offsetsTopic) { place throws(Reported) in
            try place.text().value == "auto" ? standard(old).offsetsTopic : Place.topicName(place)
        }
        plan.connector = section.read(.connector, or: nil, connector)
        plan.isolation = section.read(.isolation, or: plan.isolation, Place.choice)
        section.read(.policy, or: (), check)
        return plan
    }

    private static func prefix(_ place: Place) throws(Reported) -> String {
        let text = try place.text()
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
