/// A part of a plan, as far as it touches conditions of its own.
public enum PlanPart: String, Hashable, Sendable, CaseIterable {
    /// Which clusters, and which of their topics are in scope.
    case clusters, scope
    case inventory
    /// How MirrorMaker is set up, and what is accepted of that.
    case mirror
    case comparisons
    case readByNoGroup = "read_by_no_group"
    case groups
    case producers
    /// Intervals and windows.
    case timing
    /// What is excused of a broker begins while its gate is safe.
    case removedBrokers = "removed_brokers"
    /// A finding that is waived no more shuts its condition by itself.
    case waivers

    /// The conditions that were judged by it: what they held for under another one proves nothing under this.
    ///
    /// A clock counts for how long the world was so, and a window says how long is long enough: the one does not
    /// touch the other.
    var touches: [Condition] {
        switch self {
        case .clusters, .scope: Condition.allCases
        case .inventory: [.visibility]
        // What MirrorMaker says that it copies has to be visible.
        case .mirror: [.visibility] + Self.ofMirrors
        case .comparisons: Self.ofMirrors
        case .readByNoGroup: [.mirrorConsumed]
        case .groups: [.mirrorConsumed, .sourceConsumed, .oldConsumersGone]
        case .producers: [.producersRetargeted]
        case .timing, .removedBrokers, .waivers: []
        }
    }

    private static let ofMirrors: [Condition] = [
        .mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful, .mirrorConsumed, .sourceConsumed,
    ]
}

extension Plan {
    /// What `other` has otherwise, in the order of ``PlanPart/allCases``.
    public func parts(differingFrom other: Plan) -> [PlanPart] {
        PlanPart.allCases.filter { differs(from: other, in: $0) }
    }

    private func differs(from other: Plan, in part: PlanPart) -> Bool {
        switch part {
        case .clusters:
            (old.withoutInventory, new.withoutInventory, sameClusterIDAccepted)
                != (other.old.withoutInventory, other.new.withoutInventory, other.sameClusterIDAccepted)
        case .scope:
            topics.exclude != other.topics.exclude || mirror.topicPrefix != other.mirror.topicPrefix
        case .inventory: (old.inventory, new.inventory) != (other.old.inventory, other.new.inventory)
        case .mirror: mirror.withoutComparisons != other.mirror.withoutComparisons
        case .comparisons: mirror.comparisons != other.mirror.comparisons
        case .readByNoGroup: topics.readByNoGroup != other.topics.readByNoGroup
        case .groups: groups != other.groups
        case .producers: producers != other.producers
        case .timing: timing != other.timing
        case .removedBrokers: removedBrokers != other.removedBrokers
        case .waivers: waivers != other.waivers
        }
    }
}

extension ClusterPlan {
    fileprivate var withoutInventory: ClusterPlan {
        var plan = self
        plan.inventory = nil
        return plan
    }
}

extension MirrorPlan {
    fileprivate var withoutComparisons: MirrorPlan {
        var plan = self
        plan.comparisons = []
        return plan
    }
}
