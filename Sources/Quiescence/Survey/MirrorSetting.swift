/// The settings of MirrorMaker's connectors that are looked at. Whatever is not named here is never taken out
/// of the record that it stands in: passwords stand beside these.
public enum MirrorSetting: String, Hashable, Sendable, CaseIterable {
    case sourceAlias = "source.cluster.alias"
    case targetAlias = "target.cluster.alias"
    case sourceServers = "source.cluster.bootstrap.servers"
    case targetServers = "target.cluster.bootstrap.servers"
    case topics
    case topicsExclude = "topics.exclude"
    /// The former name of ``topicsExclude``.
    case topicsBlacklist = "topics.blacklist"
    case groups
    case groupsExclude = "groups.exclude"
    case topicFilter = "topic.filter.class"
    case groupFilter = "group.filter.class"
    case policy = "replication.policy.class"
    case separator = "replication.policy.separator"
    case internalSeparator = "replication.policy.internal.topic.separator.enabled"
    case syncsLocation = "offset-syncs.topic.location"
    case emitsSyncs = "emit.offset-syncs.enabled"
    case consumerIsolation = "consumer.isolation.level"
    case sourceConsumerIsolation = "source.consumer.isolation.level"
    case consumerReset = "consumer.auto.offset.reset"
    case sourceConsumerReset = "source.consumer.auto.offset.reset"
    case tolerance = "errors.tolerance"
    case transforms, predicates
    case keyConverter = "key.converter"
    case valueConverter = "value.converter"
    case headerConverter = "header.converter"
    case syncsGroupOffsets = "sync.group.offsets.enabled"
    case refreshesTopics = "refresh.topics.enabled"
    case refreshSeconds = "refresh.topics.interval.seconds"
    case flushMilliseconds = "target.cluster.offset.flush.interval.ms"
    case exactlyOnce = "target.cluster.exactly.once.source.support"
    case enabled

    /// Whether it is one under which records can get lost or change unseen.
    public var isRisk: Bool {
        switch self {
        case .tolerance, .transforms, .consumerReset, .sourceConsumerReset, .keyConverter, .valueConverter,
            .headerConverter:
            true
        case .sourceAlias, .targetAlias, .sourceServers, .targetServers, .topics, .topicsExclude,
            .topicsBlacklist, .groups, .groupsExclude, .topicFilter, .groupFilter, .policy, .separator,
            .internalSeparator, .syncsLocation, .emitsSyncs, .consumerIsolation, .sourceConsumerIsolation,
            .predicates, .syncsGroupOffsets, .refreshesTopics, .refreshSeconds, .flushMilliseconds,
            .exactlyOnce, .enabled:
            false
        }
    }

    /// What its value is made of; nothing else is taken for one.
    public enum Form: Sendable {
        /// Letters, digits, dot, underscore, hyphen.
        case name
        /// Regular expressions or names, between commas.
        case patterns
        /// `host:port`, between commas.
        case servers
        /// The name of a Java class.
        case className
        /// Names, between commas.
        case names
        case number
        case flag
    }

    public var form: Form {
        switch self {
        case .sourceAlias, .targetAlias, .separator, .consumerIsolation, .sourceConsumerIsolation,
            .consumerReset, .sourceConsumerReset, .tolerance, .syncsLocation, .exactlyOnce:
            .name
        case .topics, .topicsExclude, .topicsBlacklist, .groups, .groupsExclude: .patterns
        case .sourceServers, .targetServers: .servers
        case .topicFilter, .groupFilter, .policy, .keyConverter, .valueConverter, .headerConverter: .className
        case .transforms, .predicates: .names
        case .refreshSeconds, .flushMilliseconds: .number
        case .internalSeparator, .emitsSyncs, .syncsGroupOffsets, .refreshesTopics, .enabled: .flag
        }
    }
}

extension MirrorSetting {
    /// The members of one of Kafka's lists: between commas, blanks around them.
    public static func members(of list: String) -> [String] {
        list.split(separator: ",").compactMap { member in
            var rest = member
            while rest.first?.isWhitespace == true { rest.removeFirst() }
            while rest.last?.isWhitespace == true { rest.removeLast() }
            return rest.isEmpty ? nil : String(rest)
        }
    }
}

extension MirrorConnector {
    /// What a setting says; absent where it is not set.
    public subscript(setting: MirrorSetting) -> Reading<String> { settings[setting] ?? .absent }

    /// The first of several spellings that is set.
    private func first(of spellings: MirrorSetting...) -> Reading<String> {
        spellings.lazy.compactMap { self.settings[$0] }.first ?? .absent
    }

    public var sourceAlias: Reading<ClusterAlias> {
        self[.sourceAlias].map { ClusterAlias(rawValue: $0) }
    }

    /// Never absent: MirrorMaker has a default for it, `target`, and none for the other one.
    public var targetAlias: Reading<ClusterAlias> {
        switch self[.targetAlias] {
        case .absent: .known("target")
        case .known(let alias): .known(ClusterAlias(rawValue: alias))
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    /// Whether it copies from the one to the other.
    public func flows(from old: ClusterAlias, to new: ClusterAlias) -> Bool {
        sourceAlias == .known(old) && targetAlias == .known(new)
    }

    /// Whether it may: an alias that cannot be read, as it refers to something outside, can be any.
    func mayFlow(from old: ClusterAlias, to new: ClusterAlias) -> Bool {
        (sourceAlias == .known(old) || !sourceAlias.isKnown)
            && (targetAlias == .known(new) || !targetAlias.isKnown)
    }

    /// The isolation level of its consumer, MirrorMaker's default included; never absent.
    public var isolation: Reading<Isolation> {
        switch first(of: .sourceConsumerIsolation, .consumerIsolation) {
        case .absent: return .known(.readUncommitted)
        case .unreadable(let cause): return .unreadable(cause)
        case .known(let word):
            guard let level = Isolation(rawValue: word) else {
                return .unreadable(Cause(.malformed, "its isolation level \(word) is none that Kafka has"))
            }
            return .known(level)
        }
    }

    /// Where it begins to read what it has no position of; MirrorMaker's default is `earliest`.
    var reset: Reading<String> { first(of: .sourceConsumerReset, .consumerReset) }

    /// What it puts between alias and topic; the default policy's dot where nothing is set.
    public var separator: Reading<String> {
        switch self[.separator] {
        case .absent: .known(".")
        case .known, .unreadable: self[.separator]
        }
    }

    /// Which cluster holds its offset syncs: OLD unless it says otherwise.
    public var syncsOn: Side { self[.syncsLocation] == .known("target") ? .new : .old }
}

extension MirrorRisk {
    /// The default of a Connect cluster's workers makes text of every header (KAFKA-10428), which few records have; keys
    /// and values that are changed show in the records that are compared. By itself MirrorMaker copies bytes.
    static let headersLeftToWorkers = MirrorRisk(setting: .headerConverter, value: "not set")
}

extension MirrorConnector {
    /// The settings in force under which records get lost or change unseen, sorted.
    public var risksInForce: [MirrorRisk] {
        guard kind == .source else { return [] }
        var risks: [MirrorRisk] = []
        func weigh(_ setting: MirrorSetting, _ value: Reading<String>, isHarmless: (String) -> Bool) {
            switch value {
            case .absent: break
            case .known(let word):
                if !isHarmless(word) { risks.append(MirrorRisk(setting: setting, value: word)) }
            case .unreadable: risks.append(MirrorRisk(setting: setting, value: "not readable"))
            }
        }
        weigh(.tolerance, self[.tolerance]) { $0 == "none" }
        let spelling =
            settings[.sourceConsumerReset] == nil ? MirrorSetting.consumerReset : .sourceConsumerReset
        weigh(spelling, reset) { $0 == "earliest" || $0 == "none" }
        weigh(.transforms, self[.transforms]) { _ in false }
        let bytes = { (word: String) in word.hasSuffix("ByteArrayConverter") }
        weigh(.keyConverter, self[.keyConverter], isHarmless: bytes)
        weigh(.valueConverter, self[.valueConverter], isHarmless: bytes)
        weigh(.headerConverter, self[.headerConverter], isHarmless: bytes)
        if self[.headerConverter] == .absent { risks.append(.headersLeftToWorkers) }
        return risks.sorted()
    }

    /// The same, those of earlier configurations included, as far as they are risks where the plan has it run.
    func risks(under plan: Plan) -> Set<MirrorRisk> {
        var all = Set(risks + risksInForce)
        if plan.mirrorIsDedicated { all.remove(.headersLeftToWorkers) }
        return all
    }
}
