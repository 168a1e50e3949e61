/// The named propositions about the world that a gate rests on.
public enum Condition: String, Hashable, Sendable, CaseIterable {
    case visibility
    case sourceQuiet = "source_quiet"
    case sourceSettled = "source_settled"
    case producersRetargeted = "producers_retargeted"
    case mirrorQuiet = "mirror_quiet"
    case mirrorDrained = "mirror_drained"
    case mirrorGapless = "mirror_gapless"
    case mirrorFaithful = "mirror_faithful"
    case mirrorConsumed = "mirror_consumed"
    case sourceConsumed = "source_consumed"
    case oldConsumersGone = "old_consumers_gone"

    /// Whether a gap in observation can hide a violation: cumulative end offsets prove a gap, samples do not.
    public var canHideInAGap: Bool {
        switch self {
        case .visibility, .producersRetargeted, .oldConsumersGone: true
        case .sourceQuiet, .sourceSettled, .mirrorQuiet, .mirrorDrained, .mirrorGapless,
            .mirrorFaithful, .mirrorConsumed, .sourceConsumed:
            false
        }
    }
}

/// What may be removed, in this order.
public enum Gate: String, Hashable, Sendable, CaseIterable {
    case mirrorMaker = "mirror_maker"
    case mirrorTopics = "mirror_topics"
    case oldBrokers = "old_brokers"

    /// What a safe gate allows, in words.
    public var allows: String {
        switch self {
        case .mirrorMaker: "stop and remove MirrorMaker 2"
        case .mirrorTopics: "delete the mirror topics on the new cluster"
        case .oldBrokers: "scale down the old brokers"
        }
    }

    /// The conditions that this gate needs.
    public var conditions: [Condition] {
        Condition.allCases.filter { condition in
            switch condition {
            case .visibility, .sourceQuiet, .sourceSettled, .producersRetargeted, .mirrorQuiet,
                .mirrorDrained, .mirrorGapless, .mirrorFaithful:
                true
            case .mirrorConsumed: self != .mirrorMaker
            case .sourceConsumed, .oldConsumersGone: self == .oldBrokers
            }
        }
    }
}
