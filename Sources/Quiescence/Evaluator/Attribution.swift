/// Throws away every reading of which it is not certain that it came from the right cluster.
enum Attribution {
    /// The survey without the readings of a cluster under a wrong or unread id: not one of them may enter a
    /// judgement or history, nor may a tail that it answered or what MirrorMaker wrote there.
    static func attributed(_ survey: Survey, _ plan: Plan, _ memory: Memory) -> Survey {
        var result = survey
        let shared = sharedIdentity(survey, plan)
        var strangers = BothSides<Cause?>(old: nil, new: nil)
        for side in Side.allCases {
            let cluster = survey.cluster(side)
            let expected = plan.cluster(side).expectedID ?? memory.clusterIDs[side]
            strangers[side] = shared ?? obstacle(cluster, expected: expected)
        }
        if let cause = strangers.old {
            result.old = emptied(survey.old, cause)
            result.mirror.syncs = .unreadable(cause)
        }
        if let cause = strangers.new {
            result.new = emptied(survey.new, cause)
            result.mirror = MirrorSurvey(nothingReadable: cause)
        }
        if strangers.old != nil || strangers.new != nil {
            result.tails = survey.tails.filter { strangers[$0.key.side] == nil }
            result.ledger = [:]
        }
        result.old.topics = listed(result.old.topics)
        result.new.topics = listed(result.new.topics)
        return result
    }

    /// Both answer as the same cluster, and nobody has accepted that: neither is known to be what it should be.
    private static func sharedIdentity(_ survey: Survey, _ plan: Plan) -> Cause? {
        guard plan.sameClusterIDAccepted == nil, case .known(let old) = survey.old.identity,
            survey.new.identity == .known(old)
        else { return nil }
        return Cause(.contradiction, "both clusters answer as \(old)", remedy: "correct one of the addresses")
    }

    private static func obstacle(_ cluster: ClusterSurvey, expected: ClusterID?) -> Cause? {
        switch cluster.identity {
        case .known(let id):
            guard let expected, expected != id else { return nil }
            return Cause(
                .contradiction, "\(cluster.alias) answers as cluster \(id), expected \(expected)",
                remedy: "correct the address, or the configured cluster_id")
        case .absent: return Cause(.missing, "the brokers of \(cluster.alias) give no cluster id")
        case .unreadable(let cause): return cause
        }
    }

    private static func emptied(_ cluster: ClusterSurvey, _ cause: Cause) -> ClusterSurvey {
        var empty = ClusterSurvey(alias: cluster.alias, nothingReadable: cause)
        empty.requests = cluster.requests
        empty.duration = cluster.duration
        return empty
    }

    /// A listing of topics is never absent: a cluster without a topic gives an empty one.
    private static func listed(
        _ topics: Reading<[TopicName: Reading<TopicSurvey>]>
    ) -> Reading<[TopicName: Reading<TopicSurvey>]> {
        guard case .absent = topics else { return topics }
        return .unreadable(Cause(.incomplete, "no listing of topics was given"))
    }
}
