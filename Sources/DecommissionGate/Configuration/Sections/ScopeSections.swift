import Quiescence

/// The keys of `topics`.
enum TopicsKey: String, SectionKey {
    case exclude
    case readByNoGroup = "read_by_no_group"
}

/// Which topics are out of scope, or need no reader.
enum TopicsSection {
    static func decode(_ place: Place) throws(Reported) -> TopicRules {
        let section = try Section(place, keys: TopicsKey.self)
        return TopicRules(
            exclude: section.read(.exclude, or: [], rules),
            readByNoGroup: section.read(.readByNoGroup, or: [], rules))
    }

    private static func rules(_ place: Place) throws(Reported) -> [NameRule] {
        try place.list(Place.topicRule)
    }
}

/// The keys of `groups`.
enum GroupsKey: String, SectionKey { case exclude, moved, isolation }

/// The keys of a member of `groups.moved`.
enum MovedGroupKey: String, SectionKey {
    case name, from, reason, pattern

    var refusal: String? {
        switch self {
        case .name, .from, .reason: nil
        case .pattern: "where a group began is known of one group at a time; write name"
        }
    }
}

/// The keys of a member of `groups.isolation`.
enum IsolationKey: String, SectionKey { case name, pattern, level }

/// Which groups are out of scope, and what is said of single ones.
enum GroupsSection {
    static func decode(_ place: Place) throws(Reported) -> GroupRules {
        let section = try Section(place, keys: GroupsKey.self)
        return GroupRules(
            exclude: section.read(.exclude, or: [], exclusions),
            moved: section.read(.moved, or: [:], moved),
            isolation: section.read(.isolation, or: [], isolations))
    }

    private static func exclusions(_ place: Place) throws(Reported) -> [NameRule] {
        try place.list(Place.groupRule)
    }

    private static func isolations(_ place: Place) throws(Reported) -> [IsolationRule] {
        try place.list(isolation)
    }

    private static func moved(_ place: Place) throws(Reported) -> [GroupName: MovedGroup] {
        var groups: [GroupName: MovedGroup] = [:]
        _ = try place.list { place throws(Reported) in
            let section = try Section(place, keys: MovedGroupKey.self)
            let name = section.readRequired(.name, Place.groupName)
            let start: MovedGroup.Start? = section.readRequired(
                .from, mend: "write earliest or replayed", Place.choice)
            let reason = section.readRequired(.reason, mend: "say how this is known", Place.reason)
            guard let name, let start, let reason else { throw Reported() }
            let group = MovedGroup(from: start, reason: reason)
            guard groups.updateValue(group, forKey: name) == nil else {
                throw place.refuse("names the group \(name) again", mend: "keep one of them")
            }
        }
        return groups
    }

    private static func isolation(_ place: Place) throws(Reported) -> IsolationRule {
        let section = try Section(place, keys: IsolationKey.self)
        let level: Isolation? = section.readRequired(
            .level, mend: "write read_committed or read_uncommitted", Place.choice)
        let names = try place.loading.selector(
            name: section[.name], pattern: section[.pattern], of: .group, in: place)
        guard let level else { throw Reported() }
        return IsolationRule(names: names, level: level)
    }
}
