extension MirrorAsDescribed {
    /// Whatever else mirrors: told of, and in doubt where it spoils what ours writes down.
    static func noteOthers(_ mirror: DescribedMirror, _ look: Look, _ judgement: inout Judgement) {
        let ours = addresses(of: .old, look)
        for (name, connector) in mirror.others {
            judgement.note("a second mirror: \(name) copies \(connector.flowInWords)")
            // Two of the very same flow are told of above, until one of them is named.
            guard !connector.flows(from: look.plan.old.alias, to: look.plan.new.alias),
                connector.targetAlias == .known(look.plan.new.alias), look.plan.mirror.syncsOn == .old,
                connector.syncsOn == .old, case .known(let list) = connector[.sourceServers],
                !ours.isDisjoint(with: MirrorSetting.members(of: list))
            else { continue }
            judgement.doubt(
                "\(name)",
                Cause(
                    .contradiction,
                    "mirrors \(look.plan.old.alias) as well, and writes its pairs of offsets among those of the other: "
                        + "they cannot be told apart",
                    remedy: "delete that connector once nobody needs its mirrors"))
        }
        noteOtherWorkers(look, &judgement)
        guard mirror.said.isKnown, mirror.flows.isEmpty else { return }
        judgement.note("none of MirrorMaker's connectors mirrors \(flow(look))")
    }

    /// MirrorMaker is a witness of its own: a topic of OLD that it copies and that we have never seen is hidden
    /// from us, or was deleted before we looked. A part of `visibility`.
    static func judgeSight(_ look: Look, _ judgement: inout Judgement) {
        guard look.survey.old.topics.isKnown, look.survey.mirror.description.isKnown else { return }
        var unseen: Set<TopicName> = []
        for flow in DescribedMirror(look).flows where flow.connector.wanted == .started {
            for task in flow.connector.tasks {
                guard case .known(let topics) = task.partitions else { continue }
                for topic in topics.keys where look.topic(topic, on: .old) == nil { unseen.insert(topic) }
            }
        }
        guard !unseen.isEmpty else { return }
        let excluded: NameMatcher<NameRule>
        do {
            excluded = try NameMatcher(look.plan.topics.exclude) { $0.names }
        } catch {
            // The evaluator would not have begun with such a pattern.
            return
        }
        for topic in unseen.sorted() where excluded.firstRule(matching: topic.rawValue) == nil {
            judgement.doubt(
                "\(look.plan.old.alias): \(topic)",
                Cause(
                    .missing, "MirrorMaker copies this topic, and it is not visible",
                    remedy: "grant Describe on it to this user; if it was deleted, exclude it with a reason"),
                unless: .excludedTopic(topic))
        }
    }

    /// Another MirrorMaker in dedicated mode is known by the name of its topic alone.
    private static func noteOtherWorkers(_ look: Look, _ judgement: inout Judgement) {
        guard look.survey.mirror.description.isKnown, case .known(let topics) = look.survey.new.topics else {
            return
        }
        let others = topics.keys.filter {
            $0.rawValue.hasPrefix("mm2-configs.") && $0.rawValue.hasSuffix(".internal")
                && $0 != look.plan.mirror.configsTopic
        }
        for topic in others.sorted() {
            judgement.note("another MirrorMaker has written into \(look.plan.new.alias): it keeps \(topic)")
        }
    }
}

extension MirrorConnector {
    /// `V3 to NEW`.
    fileprivate var flowInWords: String {
        func word(_ alias: Reading<ClusterAlias>) -> String {
            if case .known(let alias) = alias { return alias.rawValue }
            return "a cluster that it does not name"
        }
        return "\(word(sourceAlias)) to \(word(targetAlias))"
    }
}
