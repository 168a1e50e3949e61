/// Both clusters were read completely, are the right ones, and hide nothing from these credentials.
enum Visibility {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement("identity, brokers, topics, groups and permissions of both clusters")
        for side in Side.allCases {
            judgeIdentity(side, look, &judgement)
            judgeListings(side, look, &judgement)
            judgeSight(side, look, &judgement)
        }
        judgePair(look, &judgement)
        judgement.doubtEmptyScope(look)
        MirrorAsDescribed.judgeSight(look, &judgement)
        noteIdleExclusions(look, &judgement)
        noteBrokers(look, &judgement)
        return judgement
    }

    /// A name that nothing bears is a typing error more often than not.
    private static func noteIdleExclusions(_ look: Look, _ judgement: inout Judgement) {
        guard look.survey.old.topics.isKnown else { return }
        for rule in look.plan.topics.exclude {
            guard case .name(let name) = rule.names,
                look.topic(TopicName(rawValue: name), on: .old) == nil
            else { continue }
            judgement.note("topics.exclude names \(name), which does not exist on \(look.plan.old.alias)")
        }
    }

    /// What is said of brokers that go: which have gone, and what of it is not in force.
    private static func noteBrokers(_ look: Look, _ judgement: inout Judgement) {
        guard case .known(let listed) = look.survey.old.brokers else { return }
        let ids = Set(listed.map(\.id))
        for removed in look.plan.removedBrokers.map(\.broker) {
            switch (look.brokersLeaving.contains(removed), ids.contains(removed)) {
            case (true, true):
                judgement.note("broker \(removed) may be switched off while old_brokers is safe")
            case (true, false): judgement.note("broker \(removed) was switched off, as was said before")
            case (false, true):
                judgement.note(
                    "clusters.old.removed names broker \(removed) before old_brokers is safe: not in force yet"
                )
            case (false, false):
                judgement.note(
                    "clusters.old.removed names broker \(removed), which \(look.plan.old.alias) does not list: "
                        + "not in force, for it was not listed and old_brokers safe when that was said")
            }
        }
    }

    private static func judgeIdentity(_ side: Side, _ look: Look, _ judgement: inout Judgement) {
        let alias = look.cluster(side).alias.rawValue
        switch look.identities[side] {
        case .known(let id):
            guard let expected = look.plan.cluster(side).expectedID ?? look.memory.clusterIDs[side],
                expected != id
            else { return }
            judgement.fail(alias, "answers as cluster \(id), expected \(expected)")
        case .unreadable(let cause): judgement.doubt(alias, cause)
        case .absent:
            judgement.doubt(alias, Cause(.missing, "the brokers give no cluster id"))
        }
    }

    private static func judgePair(_ look: Look, _ judgement: inout Judgement) {
        guard case .known(let old) = look.identities.old, case .known(let new) = look.identities.new,
            old == new
        else { return }
        guard look.plan.sameClusterIDAccepted != nil else {
            judgement.fail(
                "\(look.plan.old.alias), \(look.plan.new.alias)",
                "both answer as cluster \(old): one cluster behind two names, or two clusters formatted "
                    + "with a container image's default id (then accept it in clusters.same_cluster_id)")
            return
        }
        guard case .known(let oldBrokers) = look.survey.old.brokers,
            case .known(let newBrokers) = look.survey.new.brokers
        else { return }
        let shared = Set(oldBrokers.map(\.address)).intersection(newBrokers.map(\.address))
        if let address = shared.min() {
            judgement.fail("\(address)", "is advertised by both clusters, which carry the same id \(old)")
        }
    }

    private static func judgeListings(_ side: Side, _ look: Look, _ judgement: inout Judgement) {
        let cluster = look.cluster(side)
        let alias = cluster.alias.rawValue
        switch cluster.brokers {
        case .known(let brokers) where !brokers.isEmpty: break
        case .known, .absent: judgement.doubt(alias, Cause(.incomplete, "the metadata names no broker"))
        case .unreadable(let cause): judgement.doubt(alias, cause)
        }
        switch cluster.agreement {
        case .known(.unanimous): break
        case .known(.divided(let sentences)):
            for sentence in sentences { judgement.doubt(alias, Cause(.contradiction, sentence)) }
            if sentences.isEmpty { judgement.doubt(alias, Cause(.contradiction, "the brokers do not agree")) }
        case .absent: judgement.doubt(alias, Cause(.notAsked, "not every broker was asked alone"))
        case .unreadable(let cause): judgement.doubt(alias, cause)
        }
        switch cluster.topics {
        case .known(let topics):
            if topics.isEmpty {
                judgement.doubt(
                    alias,
                    Cause(
                        .incomplete, "no topic is visible",
                        remedy: "grant Describe on topic * to this user, and check the address"))
            }
        case .absent: judgement.doubt(alias, Cause(.incomplete, "no listing of topics was given"))
        case .unreadable(let cause): judgement.doubt(alias, cause)
        }
        for view in look.topics[side].inOrder {
            if case .unreadable(let cause) = view.presence, cluster.topics.isKnown {
                judgement.doubt("\(alias): \(view.name)", cause)
            }
        }
        if case .incomplete(let cause) = cluster.groups.completeness { judgement.doubt(alias, cause) }
    }

    private static func judgeSight(_ side: Side, _ look: Look, _ judgement: inout Judgement) {
        let cluster = look.cluster(side)
        let alias = cluster.alias.rawValue
        judgeSight(cluster.topicSight, of: "topic", alias, &judgement)
        judgeSight(cluster.groupSight, of: "group", alias, &judgement)
        switch cluster.authorization {
        case .known(.noAuthorizer): break
        case .known(.rules(let denied)):
            for rule in denied {
                judgement.doubt(
                    alias,
                    Cause(
                        .notAuthorized, "a rule may hide names from this user: \(rule)",
                        remedy: "remove that DENY rule for this user"))
            }
        case .absent, .unreadable:
            // A cluster that answers nothing is doubted for its brokers and topics already.
            if case .unreadable = cluster.brokers, case .unreadable = cluster.topics { return }
            judgeInventory(side, look, &judgement)
        }
    }

    private static func judgeSight(
        _ sight: Reading<Sight>, of kind: String, _ alias: String, _ judgement: inout Judgement
    ) {
        switch sight {
        case .known(.everything): break
        case .known(.filtered):
            judgement.doubt(
                alias,
                Cause(
                    .notAuthorized,
                    "Kafka hides every \(kind) that this user may not describe, without an error",
                    remedy: "grant Describe on \(kind) * to this user"))
        case .absent: judgement.doubt(alias, Cause(.notAsked, "the sight of \(kind)s was not tried"))
        case .unreadable(let cause): judgement.doubt(alias, cause)
        }
    }

    /// Where neither the rules nor the lack of an authorizer can be read, the operator's list stands in.
    private static func judgeInventory(_ side: Side, _ look: Look, _ judgement: inout Judgement) {
        let cluster = look.cluster(side)
        guard let inventory = look.plan.cluster(side).inventory else {
            let detail: String
            if case .unreadable(let cause) = cluster.authorization {
                detail = cause.detail
            } else {
                detail = "neither ACLs nor the authorizer could be read"
            }
            judgement.doubt(
                cluster.alias.rawValue,
                Cause(
                    .notAuthorized, "a DENY on single names cannot be ruled out: \(detail)",
                    remedy:
                        "grant DescribeConfigs or Describe on the cluster, or give an inventory in the configuration"
                ))
            return
        }
        if case .known(let topics) = cluster.topics {
            for topic in inventory.topics.subtracting(topics.keys).sorted() {
                judgement.doubt(
                    "\(cluster.alias): \(topic)",
                    Cause(.missing, "the inventory names this topic, and it is not visible"))
            }
        }
        for group in inventory.groups.subtracting(cluster.groups.seen.keys).sorted() {
            judgement.doubt(
                "\(cluster.alias): \(group)",
                Cause(.missing, "the inventory names this group, and it is not visible"))
        }
        judgement.note("\(cluster.alias): visibility of single names rests on the inventory")
    }
}
