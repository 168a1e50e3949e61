/// No end offset moved: `source_quiet` on OLD, `mirror_quiet` on NEW.
///
/// End offsets are cumulative, so equal ends before and after prove that nothing came in between.
enum Quiet {
    static func judgeSource(_ look: Look) -> Judgement {
        var judgement = judge(look.sources, on: .old, look)
        judgement.doubtEmptyScope(look)
        return judgement
    }

    static func judgeMirror(_ look: Look) -> Judgement {
        var judgement = judge(look.mirrors, on: .new, look)
        if look.survey.new.topics.isKnown, look.mirrors.isEmpty {
            judgement.doubt(
                "\(look.plan.new.alias)",
                Cause(
                    .incomplete, "no mirror topic \(look.naming.prefix)* is visible",
                    remedy: "check mirror.topic_prefix, and that MirrorMaker has run"))
        }
        if look.topic(TopicName(rawValue: look.naming.prefix), on: .new) != nil {
            judgement.note("\(look.naming.prefix) is the bare prefix as a topic's name: odd, and no mirror")
        }
        return judgement
    }

    private static func judge(_ views: [TopicView], on side: Side, _ look: Look) -> Judgement {
        var judgement = Judgement()
        if case .unreadable(let cause) = look.cluster(side).topics {
            judgement.doubt(look.cluster(side).alias.rawValue, cause)
        }
        var partitions = 0
        for view in views {
            switch view.presence {
            case .unreadable(let cause):
                if look.cluster(side).topics.isKnown { judgement.doubt("\(view.name)", cause) }
            case .gone: judgeGone(view, look, &judgement)
            case .read:
                partitions += view.partitionCount
                judge(view, &judgement)
            }
        }
        judgement.finding.summary = counted(views.count, "topic") + ", " + counted(partitions, "partition")
        return judgement
    }

    private static func judge(_ view: TopicView, _ judgement: inout Judgement) {
        if let lost = view.lostPartitions {
            let words =
                "partitions \(lost.lowerBound)–\(lost.upperBound - 1) are gone: the topic was recreated"
            if view.hasJustLostPartitions {
                judgement.fail("\(view.name)", words, size: Int64(lost.count))
            } else {
                judgement.doubt(
                    "\(view.name)",
                    Cause(
                        .missing, words,
                        remedy: "exclude the topic with a reason, if what they held is not needed"),
                    unless: view.side == .old ? .excludedTopic(view.name) : nil)
            }
        }
        if view.role == .mirror, view.memory?.removedAsPlanned ?? false {
            judgement.fail(
                "\(view.name)",
                "came back after it had been deleted: MirrorMaker still runs, or a client asks for it by name"
            )
        }
        if view.isStill { return }
        for number in 0..<view.partitionCount {
            var partition: TopicPartition { TopicPartition(view.name, Int32(number)) }
            switch view.movement(of: number) {
            case .still, .firstRead: break
            case .advanced(let from, let to):
                let count = to.value - from.value
                judgement.fail("\(partition)", "advanced by \(count), from \(from) to \(to)", size: count)
            case .wentBack(let from, let to):
                judgement.fail(
                    "\(partition)", "end went back \(from) → \(to): recreated, or records were lost",
                    size: from.value - to.value)
            case .unread(let cause): judgement.doubt("\(partition)", cause)
            }
        }
    }

    private static func judgeGone(_ view: TopicView, _ look: Look, _ judgement: inout Judgement) {
        switch view.side {
        case .old:
            judgement.doubt(
                "\(view.name)",
                Cause(
                    .missing, "the topic is gone; what it held last cannot be read any more",
                    remedy: "exclude it in the configuration with a reason, if it was deleted on purpose"),
                unless: .excludedTopic(view.name))
        case .new:
            if view.memory?.removedAsPlanned ?? false || look.safeGates.contains(.mirrorTopics) {
                judgement.note("\(view.name) was deleted while its gate was safe")
            } else {
                judgement.fail("\(view.name)", "was deleted while its gate was not safe")
            }
        }
    }
}
