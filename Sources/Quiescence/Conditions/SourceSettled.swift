/// On every source partition nothing is undecided and nothing is held by one leader alone.
enum SourceSettled {
    static func judge(_ look: Look) -> Judgement {
        var judgement = Judgement()
        let cluster = look.survey.old
        if case .unreadable(let cause) = cluster.topics { judgement.doubt("\(cluster.alias)", cause) }
        judgeAgreement(cluster, &judgement)
        judgement.doubtEmptyScope(look)
        var partitions = 0
        for view in look.sources {
            switch view.presence {
            case .read(let topic):
                partitions += topic.partitions.count
                for number in topic.partitions.indices where !topic.partitions[number].isSettled {
                    judge(topic.partitions[number], "\(view.name)-\(number)", look, &judgement)
                }
            case .unreadable(let cause):
                if cluster.topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone: judgement.doubt("\(view.name)", Cause(.missing, "the topic is gone"))
            }
        }
        judgement.finding.summary =
            "open transactions and replicas of \(counted(partitions, "partition"))"
        return judgement
    }

    private static func judgeAgreement(_ cluster: ClusterSurvey, _ judgement: inout Judgement) {
        switch cluster.agreement {
        case .known(.unanimous): break
        case .known(.divided):
            judgement.doubt(
                "\(cluster.alias)", Cause(.contradiction, "the brokers do not agree on who leads"))
        case .absent:
            judgement.doubt("\(cluster.alias)", Cause(.notAsked, "not every broker was asked alone"))
        case .unreadable(let cause): judgement.doubt("\(cluster.alias)", cause)
        }
    }

    private static func outOfSync(_ first: BrokerID, _ count: Int, of replicas: Int32) -> Cause {
        Cause(
            .incomplete,
            "\(Int(replicas) - count) of \(replicas) replicas are in sync, that of broker \(first) is not",
            remedy: "wait for the follower, or bring its broker back: records may stand on one broker alone")
    }

    private static func judge(
        _ partition: PartitionSurvey, _ subject: @autoclosure () -> String, _ look: Look,
        _ judgement: inout Judgement
    ) {
        switch partition.leader {
        case .known: break
        case .absent: judgement.doubt(subject(), Cause(.leaderless, "the partition has no leader"))
        case .unreadable(let cause): judgement.doubt(subject(), cause)
        }
        if case .partial(let lagging, let replicas) = partition.replication {
            let missing = lagging.filter { !look.brokersLeaving.contains($0) }
            if let first = missing.first {
                judgement.doubt(subject(), outOfSync(first, missing.count, of: replicas))
            }
        }
        switch (partition.end, partition.stable) {
        case (.known(let end), .known(let stable)):
            if stable.value < end.value {
                judgement.fail(
                    subject(), "an open transaction: stable to \(stable), written to \(end)",
                    size: end.value - stable.value)
            }
        case (.unreadable(let cause), _), (_, .unreadable(let cause)): judgement.doubt(subject(), cause)
        case (.absent, _), (_, .absent):
            judgement.doubt(subject(), Cause(.missing, "end or last stable offset was not given"))
        }
    }
}

extension PartitionSurvey {
    /// Whether there is nothing to be said of it, as of most. For 100,000 at once, so quickly found out.
    fileprivate var isSettled: Bool {
        guard case .known = leader, case .complete = replication, case .known(let end) = end,
            case .known(let stable) = stable
        else { return false }
        return end.value <= stable.value
    }
}
