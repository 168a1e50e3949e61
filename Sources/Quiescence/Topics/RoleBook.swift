/// Gives every topic its one role, by rules that can be read off; remembers what it has decided.
struct RoleBook {
    /// What was decided of one topic, once for as long as the process lives.
    final class Entry: Sendable {
        let name: TopicName
        let role: TopicRole
        /// The configuration's, where a rule of it decided.
        let reason: String?
        /// Its own name and that of its counterpart, which need not exist; nil for any but a source or a mirror.
        let link: MirrorLink?

        init(_ name: TopicName, role: TopicRole, reason: String? = nil, link: MirrorLink? = nil) {
            self.name = name
            self.role = role
            self.reason = reason
            self.link = link
        }
    }

    let naming: MirrorNaming
    private let exclusions: NameMatcher<NameRule>
    private let own: BothSides<Set<TopicName>>
    private var entries = BothSides(old: NameTable<TopicName, Entry>(), new: NameTable())
    private var cursors = BothSides(old: NameCursor(), new: NameCursor())
    /// `heartbeats` belongs to MirrorMaker only if what it holds are heartbeats: a name proves nothing.
    var heartbeats = Heartbeats.unproven

    /// What is known of the records of `heartbeats`.
    enum Heartbeats: String, Storable {
        case unproven
        case proven
        /// One of them was no heartbeat: somebody else writes there as well, for as long as we live.
        case refuted
    }

    /// Throws where a pattern does not compile.
    init(plan: Plan) throws {
        naming = MirrorNaming(
            old: plan.old.alias, new: plan.new.alias, prefix: plan.mirror.topicPrefix)
        exclusions = try NameMatcher(plan.topics.exclude) { $0.names }
        own = BothSides(
            old: naming.internalTopics(on: .old),
            new: naming.internalTopics(on: .new).union(plan.mirror.workersTopics))
    }

    /// Takes note of what came through OLD's `heartbeats`: a heartbeat makes those topics MirrorMaker's, a
    /// record that is none makes them a source and its mirror again, and that for good.
    mutating func note(_ heartbeat: Reading<WallTime>) {
        let before = heartbeats
        switch heartbeat {
        case .known where before == .unproven: heartbeats = .proven
        case .unreadable(let cause) where cause.kind == .malformed: heartbeats = .refuted
        case .known, .absent, .unreadable: break
        }
        guard heartbeats != before else { return }
        let topics = BothSides(old: MirrorNaming.heartbeats, new: naming.mirror(of: MirrorNaming.heartbeats))
        for side in Side.allCases {
            let entry = decide(topics[side], on: side)
            entries[side].update(topics[side]) { $0 = entry }
        }
    }

    /// The role of a topic; the same for as long as the process lives, heartbeats aside.
    mutating func entry(of topic: TopicName, on side: Side) -> Entry {
        if let known = entries[side].value(of: topic, &cursors[side]) { return known }
        let entry = decide(topic, on: side)
        entries[side][topic, default: entry] = entry
        return entry
    }

    /// Puts its names in order, in which they are mostly asked for.
    mutating func sortNames() {
        for side in Side.allCases { entries[side].sortNames() }
    }

    private func decide(_ topic: TopicName, on side: Side) -> Entry {
        if Self.kafkaInternal.contains(topic) { return Entry(topic, role: .kafkaInternal) }
        if own[side].contains(topic) { return Entry(topic, role: .mirrorMaker) }
        switch side {
        case .old:
            if topic == MirrorNaming.heartbeats, heartbeats == .proven {
                return Entry(topic, role: .mirrorMaker)
            }
            if let rule = exclusions.firstRule(matching: topic.rawValue) {
                return Entry(topic, role: .excluded, reason: rule.reason)
            }
            let mirror = naming.mirror(of: topic)
            // The name as NEW gives it, where it does: names that share their storage are the quickest to compare.
            return Entry(
                topic, role: .source,
                link: MirrorLink(source: topic, mirror: entries.new[mirror]?.name ?? mirror))
        case .new:
            guard let source = naming.source(ofMirror: topic) else { return Entry(topic, role: .native) }
            if source == MirrorNaming.heartbeats, heartbeats == .proven {
                return Entry(topic, role: .mirrorMaker)
            }
            if let rule = exclusions.firstRule(matching: source.rawValue) {
                return Entry(topic, role: .excluded, reason: rule.reason)
            }
            return Entry(topic, role: .mirror, link: MirrorLink(source: source, mirror: topic))
        }
    }

    /// Topics of Kafka itself: a literal list, for `__*` would hide what others named so.
    static let kafkaInternal: Set<TopicName> = [
        "__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata",
    ]
    /// Where Kafka keeps what groups commit.
    static let consumerOffsets: TopicName = "__consumer_offsets"
}
