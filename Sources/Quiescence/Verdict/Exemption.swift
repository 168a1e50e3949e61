/// A claim of the configuration under which an offender or a doubt would count no more. Whether it is true
/// only the operator can know; it is suggested, never assumed.
public enum Exemption: Hashable, Sendable {
    /// `topics.exclude`: what the topic held is not needed.
    case excludedTopic(TopicName)
    /// `topics.read_by_no_group`: its records are for no group; the name on OLD.
    case topicReadByNoGroup(TopicName)
    /// `groups.exclude`: the group's progress does not matter.
    case excludedGroup(GroupName)
    /// `groups.moved`: the group had moved before this service watched.
    case movedGroup(GroupName)
    /// `mirror.accepted`: what such a setting left out or changed is not needed, or was compared.
    case acceptedSetting(MirrorRisk)
    /// `producers`: which there are.
    case producers
    /// `waivers`: what was lost is not needed, or was saved.
    case waiver
}
