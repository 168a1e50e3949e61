public import Quiescence

/// What the gates are judged by: windows, scope, and every exception with its reason.
public struct PlanDocument: Codable, Sendable, Equatable {
    public internal(set) var intervalSeconds: Double
    /// The age at which a verdict no longer counts.
    public internal(set) var staleAfterSeconds: Double
    public internal(set) var maxGapSeconds: Double
    /// How much later another survey must confirm the one that completed a window.
    public internal(set) var confirmationSeconds: Double
    public internal(set) var mirrorTopicPrefix: String
    /// `undeclared`, `observed` or `declared`.
    public internal(set) var producers: String
    /// The window of each gate's conditions.
    public internal(set) var windows: [WindowDocument]
    /// Every rule that takes something out of scope or on somebody's word.
    public internal(set) var rules: [RuleDocument]
}

/// How long one condition must hold before one gate may open.
public struct WindowDocument: Codable, Sendable, Equatable {
    public internal(set) var gate: Gate
    public internal(set) var condition: Condition
    public internal(set) var seconds: Double
}

/// One rule of the configuration, with its reason.
public struct RuleDocument: Codable, Sendable, Equatable {
    /// Where it stands in the configuration: `topics.exclude`, `groups.moved`.
    public internal(set) var rule: String
    @Nullable public internal(set) var name: String?
    @Nullable public internal(set) var pattern: String?
    public internal(set) var reason: String
}

extension PlanDocument {
    init(_ plan: Plan) {
        let timing = plan.timing
        self.init(
            intervalSeconds: timing.interval.inSeconds, staleAfterSeconds: timing.staleAfter.inSeconds,
            maxGapSeconds: timing.maxGap.inSeconds, confirmationSeconds: timing.confirmation.inSeconds,
            mirrorTopicPrefix: plan.mirror.topicPrefix, producers: Self.word(for: plan.producers),
            windows: Gate.allCases.flatMap { gate in
                gate.conditions.map { condition in
                    WindowDocument(
                        gate: gate, condition: condition,
                        seconds: timing.window(of: condition, for: gate).inSeconds)
                }
            },
            rules: Self.rules(of: plan))
    }

    private static func word(for producers: ProducerPlan) -> String {
        switch producers {
        case .undeclared: "undeclared"
        case .observed: "observed"
        case .declared: "declared"
        }
    }

    private static func rules(of plan: Plan) -> [RuleDocument] {
        plan.mirror.accepted.sorted { $0.key < $1.key }.map { risk, reason in
            RuleDocument("mirror.accepted", .name(risk.description), reason)
        }
            + plan.mirror.comparisons.map {
                RuleDocument(
                    "mirror.comparisons", .name($0.title),
                    "\(counted($0.equalCount, "partition")) equal, SHA-256 \($0.sha256)")
            }
            + plan.removedBrokers.map {
                RuleDocument("clusters.old.removed", .name("\($0.broker)"), $0.reason)
            }
            + plan.topics.exclude.map { RuleDocument("topics.exclude", $0.names, $0.reason) }
            + plan.topics.readByNoGroup.map { RuleDocument("topics.read_by_no_group", $0.names, $0.reason) }
            + plan.groups.exclude.map { RuleDocument("groups.exclude", $0.names, $0.reason) }
            + plan.groups.moved.sorted { $0.key < $1.key }.map { name, moved in
                RuleDocument(
                    "groups.moved", .name(name.rawValue), "from \(moved.from.rawValue): \(moved.reason)")
            }
            + plan.groups.isolation.map {
                RuleDocument("groups.isolation", $0.names, "reads \($0.level.rawValue)")
            }
    }
}

extension RuleDocument {
    init(_ rule: String, _ names: NameSelector, _ reason: String) {
        switch names {
        case .name(let name): self.init(rule: rule, name: name, pattern: nil, reason: reason)
        case .pattern(let pattern): self.init(rule: rule, name: nil, pattern: pattern, reason: reason)
        }
    }
}
