/// Every group on NEW has processed all that `OLD.*` still holds of the topics it reads, no group has left unread what
/// has gone from OLD, and every `OLD.*` topic that holds records has a reader known.
enum MirrorConsumed {
    static func judge(_ look: Look, readByNoGroup: NameMatcher<NameRule>) -> Judgement {
        var judgement = Judgement()
        judgement.doubtListings(of: look.survey.new)
        var readers = MirrorReaders(look)
        for pair in look.groupPairs where (pair.onNew ?? pair.onOld)?.isInScope ?? false {
            UnreadMirror.judge(pair, look, &readers, &judgement)
        }
        let mirrors = look.mirrors
        for mirror in mirrors { judgeReader(of: mirror, &readers, readByNoGroup, look, &judgement) }
        judgement.finding.summary =
            "the readers of \(counted(mirrors.count, "mirror topic"))"
        return judgement
    }

    /// A topic that holds records and that nobody is known to read may be the store of a service.
    private static func judgeReader(
        of mirror: TopicView, _ readers: inout MirrorReaders, _ readByNoGroup: NameMatcher<NameRule>,
        _ look: Look, _ judgement: inout Judgement
    ) {
        let survey: TopicSurvey
        switch mirror.presence {
        case .gone: return
        case .read(let known): survey = known
        case .unreadable(let cause):
            if look.survey.new.topics.isKnown { judgement.doubt("\(mirror.name)", cause) }
            return
        }
        guard let source = mirror.link?.source, !readers.include(mirror), !readers.canGoOnOnOld(source)
        else { return }
        if look.survey.old.topics.isKnown, look.topic(source, on: .old) == nil {
            judgement.note("\(mirror.name) is an orphan: \(source) does not exist")
        }
        let mayHold = survey.partitions.contains { partition in
            guard case .known(let start) = partition.start, case .known(let end) = partition.end else {
                return true
            }
            return start.value < end.value
        }
        guard mayHold else { return }
        // Where OLD has a topic that is called like this mirror, its name is that topic's.
        let names = look.topic(mirror.name, on: .old) == nil ? [source, mirror.name] : [source]
        if let rule = names.lazy.compactMap({ readByNoGroup.firstRule(matching: $0.rawValue) }).first {
            judgement.note("\(mirror.name) is read by no group, as configured: \(rule.reason)")
            return
        }
        judgement.doubt(
            "\(mirror.name)",
            Cause(
                .missing,
                readers.excludedReader(of: source).map {
                    "it holds records, and its only known reader, \($0), is excluded"
                }
                    ?? "it holds records, and no group is known to read it",
                remedy: "name the topic in topics.read_by_no_group, if that is so"),
            unless: .topicReadByNoGroup(source))
    }
}

/// Which mirrors have a reader that counts.
struct MirrorReaders {
    private let look: Look
    /// Mirrors that a group reads itself on NEW.
    private var read: Set<ObjectIdentifier> = []
    /// Topics that some group is known to read on OLD: such a reader can go on there, as long as they are there.
    private lazy var readOnOld: Set<TopicName> = look.groupsInScope(on: .old).reduce(into: []) {
        topics, group in
        if case .known(let commits) = group.commits { topics.formUnion(commits.lazy.map(\.topic)) }
    }
    /// For each source the first group that reads it on either cluster and was taken out of scope.
    private lazy var excluded: [TopicName: GroupName] = look.groupPairs.reduce(into: [:]) { readers, pair in
        guard (pair.onOld ?? pair.onNew)?.excluded != nil else { return }
        for topic in pair.topics where readers[topic.link.source] == nil {
            readers[topic.link.source] = pair.name
        }
    }

    init(_ look: Look) {
        self.look = look
        read.reserveCapacity(look.mirrors.count)
    }

    mutating func insert(_ topic: GroupTopic) {
        if let mirror = topic.mirror { read.insert(ObjectIdentifier(mirror)) }
    }

    func include(_ mirror: TopicView) -> Bool { read.contains(ObjectIdentifier(mirror)) }

    mutating func canGoOnOnOld(_ source: TopicName) -> Bool {
        switch look.topic(source, on: .old)?.presence {
        case .gone: false
        case nil where look.survey.old.topics.isKnown: false
        case .read, .unreadable, nil: readOnOld.contains(source)
        }
    }

    mutating func excludedReader(of source: TopicName) -> GroupName? { excluded[source] }
}
