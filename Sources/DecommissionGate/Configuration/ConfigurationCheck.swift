public import Quiescence

/// What `config check` answers: what was understood, or everything that is wrong. No secret is in it.
public struct ConfigurationCheck: Sendable, Equatable {
    public let lines: [String]
    /// 0, or 78 (`EX_CONFIG`).
    public let exitCode: Int32

    /// Checks the file at `path`, as it is at `now`; reads what it refers to, and asks no broker.
    public init(file path: String, surroundings: ConfigurationSurroundings, at now: WallTime) {
        self.init(of: path, at: now) { () throws(ConfigurationProblems) in
            try Configuration.load(file: path, surroundings: surroundings)
        }
    }

    /// Checks a text that lies in no file; `name` is what messages call it.
    public init(
        _ text: [UInt8], named name: String, surroundings: ConfigurationSurroundings, at now: WallTime
    ) {
        self.init(of: name, at: now) { () throws(ConfigurationProblems) in
            try Configuration.load(text, file: name, surroundings: surroundings)
        }
    }

    private init(
        of name: String, at now: WallTime, _ load: () throws(ConfigurationProblems) -> Configuration
    ) {
        do throws(ConfigurationProblems) {
            lines = (["\(name) is good, and says:"] + (try load().inWords(at: now))).map(\.onOneLine)
            exitCode = 0
        } catch {
            lines = error.problems.map(\.description)
            exitCode = 78
        }
    }
}

extension Configuration {
    /// What was understood, for people: every default filled in, every duration spelled out.
    public func inWords(at now: WallTime) -> [String] {
        cluster(.old) + cluster(.new) + removedInWords + mirrorInWords + scopeInWords
            + producersInWords + timeInWords + waiversInWords(at: now)
    }

    private func cluster(_ side: Side) -> [String] {
        let (connection, plan) = (connection(side), plan.cluster(side))
        let names = connection.properties.keys.sorted().joined(separator: ", ")
        var lines = [
            "\(side) cluster: \(plan.alias)",
            "  brokers: " + plan.bootstrapServers.map(\.description).joined(separator: ", "),
            "  cluster id: " + (plan.expectedID?.rawValue ?? "the one first seen"),
            "  librdkafka: " + (names.isEmpty ? "its defaults" : "\(names) (values are not shown)"),
        ]
        if let inventory = plan.inventory {
            lines.append(
                "  must be visible, topics: \(inventory.topics.count), groups: \(inventory.groups.count)")
        }
        return lines
    }

    private var mirrorInWords: [String] {
        let connector = plan.mirror.connector.map { "connector \($0)" } ?? "the only connector there"
        let sameID = plan.sameClusterIDAccepted.map { ["one cluster id for both is accepted: \($0)"] }
        let open = "unless MirrorMaker says otherwise"
        func left(_ isOpen: Bool) -> String { isOpen ? ", \(open)" : "" }
        let aliases = choices.oldAlias == nil || choices.newAlias == nil
        let accepted = plan.mirror.accepted.sorted { $0.key < $1.key }.map { risk, reason in
            "  \(risk) is accepted: \(reason)"
        }
        let compared = plan.mirror.comparisons.map {
            "  compared: \($0.title), \(counted($0.equalCount, "partition")) equal"
        }
        return (sameID ?? []) + [
            "mirror: from \(plan.old.alias) to \(plan.new.alias)\(left(aliases))",
            "  orders becomes \(plan.mirror.topicPrefix)orders\(left(choices.topicPrefix == nil))",
            "  positions: topic \(plan.mirror.offsetsTopic) on \(plan.new.alias), \(connector)"
                + left(choices.offsetsTopic == nil),
            "  settings: topic \(plan.mirror.configsTopic), status: topic \(plan.mirror.statusTopic)"
                + left(choices.configsTopic == nil || choices.statusTopic == nil),
            "  reads: \(plan.mirror.isolation.rawValue)\(left(choices.isolation == nil))",
        ] + accepted + compared
    }

    private var removedInWords: [String] {
        plan.removedBrokers.map { removed in
            "broker \(removed.broker) of \(plan.old.alias) may go once old_brokers is safe: \(removed.reason)"
        }
    }

    private var scopeInWords: [String] {
        let moved = plan.groups.moved.sorted { $0.key < $1.key }.map { name, moved in
            "group moved before we watched: \"\(name)\", \(moved.from.rawValue): \(moved.reason)"
        }
        let isolation = plan.groups.isolation.map { rule in
            "group that reads \(rule.level.rawValue): \(rule.names.inWords)"
        }
        return [
            inWords("topic out of scope", plan.topics.exclude),
            inWords("topic read by no group", plan.topics.readByNoGroup),
            inWords("group out of scope", plan.groups.exclude), moved, isolation,
        ].flatMap(\.self)
    }

    private func inWords(_ title: String, _ rules: [NameRule]) -> [String] {
        rules.map { "\(title): \($0.names.inWords): \($0.reason)" }
    }

    private var producersInWords: [String] {
        switch plan.producers {
        case .undeclared:
            ["producers: none declared, so no gate opens; list them, or write producers: observed"]
        case .observed: ["producers: observed, the verdict rests on what the end offsets show"]
        case .declared(let producers): producers.map { "producer: \($0.name), \($0.place)" }
        }
    }

    private var timeInWords: [String] {
        let timing = plan.timing
        let conditions = Condition.allCases.compactMap { condition in
            timing.conditionWindows[condition].map { "  \(condition.rawValue): \($0.spelledOut)" }
        }
        let gates = Gate.allCases.compactMap { gate in
            timing.gateWindows[gate].map { "  gate \(gate.rawValue): \($0.spelledOut)" }
        }
        return [
            "survey: every \(timing.interval.spelledOut), \(sampling.timeout.spelledOut) at most, "
                + "\(sampling.concurrency) requests at once",
            "window: \(timing.window.spelledOut), confirmed \(timing.confirmation.spelledOut) later, "
                + "gaps up to \(timing.maxGap.spelledOut)",
        ] + conditions + gates + shortTimesInWords
    }
}

extension Configuration {
    fileprivate func waiversInWords(at now: WallTime) -> [String] {
        plan.waivers.flatMap { waiver in
            [
                "waived until \("\(Timestamp(waiver.until))".prefix(10)) by \(waiver.owner): "
                    + "\(waiver.condition.rawValue) of \"\(waiver.subject)\": \(waiver.reason)"
            ] + (waiver.finding.map { ["  if it says: \($0)"] } ?? [])
                + (waiver.until > now
                    ? [] : ["  mind: it ended as that day began in UTC, and waives nothing"])
        }
    }

    /// What is good for trying out, and easily forgotten.
    fileprivate var shortTimesInWords: [String] {
        let (timing, standard) = (plan.timing, Timing())
        let windows = [timing.window] + timing.gateWindows.values
        var lines: [String] = []
        if let shortest = windows.min(), shortest < standard.window {
            lines.append(
                "  mind: a window of \(shortest.spelledOut) sees no writer that is rarer; "
                    + "for trying out, or where somebody else vouches")
        }
        if timing.confirmation < standard.confirmation {
            lines.append(
                "  mind: a record can hide behind a lagging follower for replica.lag.time.max.ms, "
                    + "30 seconds on Kafka's default; confirm no sooner")
        }
        return lines
    }
}

extension NameSelector {
    /// `"orders"`, or the pattern as what it is.
    fileprivate var inWords: String {
        switch self {
        case .name(let name): "\"\(name)\""
        case .pattern(let pattern): "whole names that match \(pattern)"
        }
    }
}
