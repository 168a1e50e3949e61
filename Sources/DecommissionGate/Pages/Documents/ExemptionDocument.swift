import Quiescence

/// A line of configuration that would explain an offender or a doubt, if it is true.
public struct ExemptionDocument: Codable, Sendable, Hashable {
    /// Where it stands in the configuration.
    public enum Key: String, Codable, Sendable, CaseIterable {
        case excludedTopics = "topics.exclude"
        case topicsReadByNoGroup = "topics.read_by_no_group"
        case excludedGroups = "groups.exclude"
        case movedGroups = "groups.moved"
        case acceptedSettings = "mirror.accepted"
        case producers
        case waivers
    }

    public internal(set) var key: Key
    /// The topic, the group, or the setting with its value; null where the key is about none.
    @Nullable public internal(set) var name: String?

    init(_ exemption: Exemption) {
        switch exemption {
        case .excludedTopic(let topic): self.init(key: .excludedTopics, name: topic.rawValue)
        case .topicReadByNoGroup(let topic): self.init(key: .topicsReadByNoGroup, name: topic.rawValue)
        case .excludedGroup(let group): self.init(key: .excludedGroups, name: group.rawValue)
        case .movedGroup(let group): self.init(key: .movedGroups, name: group.rawValue)
        case .acceptedSetting(let risk): self.init(key: .acceptedSettings, name: risk.description)
        case .producers: self.init(key: .producers, name: nil)
        case .waiver: self.init(key: .waivers, name: nil)
        }
    }

    private init(key: Key, name: String?) {
        self.key = key
        self.name = name
    }
}
