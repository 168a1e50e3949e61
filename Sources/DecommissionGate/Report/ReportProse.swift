import Quiescence

/// What people read of a report.
enum ReportProse {
    /// - Parameter most: How many rows of topics are listed, and of each condition as many offenders and doubts.
    static func all(of sealed: SealedReport, most: Int) -> Prose {
        let report = sealed.report
        var prose = Prose()
        prose.heading(1, report.title)
        if report.demo { prose.alarm(GatesDocument.demoNotice) }
        prose.alarm(report.answer)
        prose.facts(sealed)
        prose.conditions(report, most: most)
        prose.waivers(report)
        prose.scope(report)
        prose.topics(report, most: most)
        prose.mirror(report.mirror)
        prose.heading(2, "What it cannot see")
        prose.list(report.cannotSee.map { [.text($0)] })
        prose.heading(2, "Is this what was written?")
        prose.paragraph(
            "This report in JSON has the SHA-256 ", .name(sealed.digest), ". ",
            .name("decommission-gate verify FILE"),
            .text(
                " checks that file offline. A digest proves that nothing was changed since it was noted "
                    + "elsewhere; it proves no author."))
        return prose
    }
}

extension SealedReport {
    /// What `verify` says of a report that holds: the verdict, and what to compare with what was noted elsewhere.
    public var summary: String {
        let journal =
            report.journal?.digest.map {
                "its journal ends with event \(report.journal?.sequence ?? 0), \($0)"
            }
            ?? "no journal ties it to a record"
        return """
            holds: \(report.demo ? "\(GatesDocument.demoNotice) " : "")\(report.gate.rawValue) is \(report.answer)
            surveyed \(report.surveyedAt?.description ?? "never"); plan \(report.planSha256)
            SHA-256 \(digest); \(journal)
            A digest proves no author: compare these with your ticket and your journal.

            """
    }
}

extension Report {
    var title: String { "\(demo ? "DEMO: " : "")Kafka decommission gate: report on \(gate.rawValue)" }

    /// The verdict, in a sentence that stands first.
    var answer: String {
        guard let judged else { return "UNKNOWN: nothing is said of \(gate.rawValue)" }
        let word = judged.state.rawValue.uppercased()
        switch judged.state {
        case .safe:
            return "\(word) since \(judged.safeSince?.clock ?? "this survey")\(judged.afterShortWindow): "
                + "you may \(gate.allows)."
        case .observing:
            let observed = Words.duration(seconds: judged.observedSeconds)
            let window = Words.duration(seconds: judged.windowSeconds)
            return "NOT SAFE, \(word): \(observed) of \(window) observed. Do not \(gate.allows)."
        case .blocked:
            return "NOT SAFE, \(word) by \(judged.failing.map(\.rawValue).joined(separator: ", ")). "
                + "Do not \(gate.allows)."
        case .unknown: return "NOT SAFE, \(word): \(whyUnknown). Do not \(gate.allows)."
        }
    }

    private var whyUnknown: String {
        guard surveyedAt != nil else { return "no survey has ended yet" }
        if stale { return "no survey counts" }
        if journal?.isKept == false { return "the evidence could not be kept" }
        let names = judged?.unknown.map(\.rawValue).joined(separator: ", ") ?? ""
        return "\(names) cannot be judged"
    }
}

extension Prose {
    fileprivate mutating func facts(_ sealed: SealedReport) {
        let report = sealed.report
        var rows: [[Span]] = [
            ["Surveyed", .text(report.surveyedAt?.description ?? "never")],
            ["Declared safe", .text(report.judged?.safeSince?.description ?? "no")],
        ]
        rows += report.gates.map { ["Gate \($0.gate.rawValue)", .text($0.state.rawValue)] }
        for cluster in report.clusters {
            let servers = report.plan.cluster(cluster.side).bootstrapServers.map(\.description)
            rows.append(["Cluster \(cluster.alias)", .text("id \(cluster.clusterID ?? "not read")")])
            rows.append(["… as configured", .name(servers.joined(separator: ","))])
            let brokers = cluster.brokers?.map { "\($0.id) \($0.address)" } ?? ["not read"]
            rows.append(["… its brokers", .name(brokers.joined(separator: ", "))])
            if let obstacle = cluster.obstacle {
                rows.append(["… not read completely", .text(obstacle.detail)])
            }
        }
        let timing = PlanDocument(report.plan)
        rows.append(["Longest pause", .text(Words.duration(seconds: timing.maxGapSeconds))])
        rows.append(["A survey every", .text(Words.duration(seconds: timing.intervalSeconds))])
        rows.append(["Plan", .name(report.planSha256)])
        rows.append(["Journal", .text(report.journalInWords)])
        rows.append(["Producers", .text(report.producersInWords)])
        let program = report.program
        rows.append([
            "Program",
            .text("\(program.version) (\(program.revision)), librdkafka \(program.librdkafka)"),
        ])
        table(["What", "Value"], rows, none: "")
    }

    fileprivate mutating func conditions(_ report: Report, most: Int) {
        heading(2, "Conditions")
        table(
            ["Condition", "State", "Held for", "of its window", "Failed last", "What was looked at"],
            report.conditions.map { condition in
                [
                    .name(condition.condition.rawValue), .strong(condition.state.rawValue),
                    .text(Words.duration(seconds: condition.observedSeconds)),
                    .text(Words.duration(seconds: report.window(of: condition.condition))),
                    .text(condition.lastViolation?.description ?? "never seen"), .text(condition.summary),
                ]
            }, none: "None was judged.")
        // Whatever lies with the service itself is the same for all, and is said once.
        let shared = report.isJudged ? nil : report.conditions.first?.cause
        if let shared { list([Self.words(shared)]) }
        for condition in report.conditions { details(condition, without: shared, most: most) }
    }

    /// What breaks it, what is unknown, and what else is to be known of it.
    private mutating func details(
        _ condition: ConditionDocument, without shared: DoubtDocument?, most: Int
    ) {
        let offenders = condition.offenders.prefix(most).map { offender -> [Span] in
            [.name(offender.subject), .text(" \(offender.detail)\(Self.from(offender.since))")]
        }
        let doubts = condition.doubts.prefix(most).filter { $0 != shared }.map(Self.words)
        let notes = condition.notes.prefix(most).map { note -> [Span] in [.text("note: \(note)")] }
        let left =
            condition.offendersTotal + condition.doubtsTotal + condition.notesTotal
            - min(most, condition.offenders.count) - min(most, condition.doubts.count)
            - min(most, condition.notes.count)
        let items = offenders + doubts + notes
        guard !items.isEmpty else { return }
        heading(3, condition.condition.rawValue)
        list(items + (left > 0 ? [[.text("and \(grouped(left)) more")]] : []))
    }

    private static func words(_ doubt: DoubtDocument) -> [Span] {
        [
            .strong("unknown"), " ", .name(doubt.subject),
            .text(" \(doubt.detail)\(from(doubt.since)); \(doubt.whatToDo)"),
        ]
    }

    private static func from(_ since: Timestamp?) -> String { since.map { ", since \($0)" } ?? "" }

    fileprivate mutating func waivers(_ report: Report) {
        heading(2, "Waivers")
        table(
            ["Condition", "Subject", "Covers", "Reason", "Owner", "Until"],
            report.conditions.flatMap { condition in
                condition.waivers.map { waiver in
                    [
                        .name(condition.condition.rawValue), .name(waiver.subject),
                        .text(waiver.covers), .text(waiver.reason), .text(waiver.owner),
                        .text("\(waiver.until)"),
                    ]
                }
            }, none: "None.")
    }

    fileprivate mutating func scope(_ report: Report) {
        heading(2, "Left out, or taken on somebody's word")
        table(
            ["Rule", "Name or pattern", "Reason"],
            PlanDocument(report.plan).rules.map {
                [.name($0.rule), .name($0.name ?? $0.pattern ?? ""), .text($0.reason)]
            }, none: "No rule leaves anything out.")
        let topics = report.topics.filter { $0.role == .excluded }
        let groups = report.groups.filter { $0.excluded != nil }
        table(
            ["Cluster", "What", "Name", "Why it is left out"],
            topics.map {
                [.text(report.alias($0.side)), "topic", .name($0.topic), .text($0.reason ?? "")]
            }
                + groups.map {
                    [.text(report.alias($0.side)), "group", .name($0.group), .text($0.excluded ?? "")]
                }, none: "No topic and no group is left out.")
    }

    fileprivate mutating func topics(_ report: Report, most: Int) {
        heading(2, "Topics")
        let shown = report.topics.filter { [.source, .mirror, .mirrorMaker].contains($0.role) }
        table(
            ["Cluster", "Topic", "Role", "Partitions", "End offset, summed", "Last append seen"],
            shown.map { topic in
                [
                    .text(report.alias(topic.side)), .name(topic.topic), .text(topic.role.rawValue),
                    .text(topic.endOffsets.map { grouped($0.count) } ?? "not read"),
                    .text(topic.endOffsets?.sum.map { "\($0)" } ?? "not read"),
                    .text(topic.lastAppend?.description ?? "none"),
                ]
            }, most: most, none: "None was seen.")
        let others = report.topics.count - shown.count
        if others > 0 {
            paragraph(.text("\(counted(others, "topic")) of other roles stand in the JSON form."))
        }
    }

    fileprivate mutating func mirror(_ mirror: MirrorDocument) {
        heading(2, "MirrorMaker, by its own word")
        if let obstacle = mirror.obstacle {
            paragraph(.text("Not read: \(obstacle.detail); \(obstacle.whatToDo)"))
        }
        list(mirror.connectors.map { [.name($0.name), .text(" \($0.inWords)")] })
        let said = mirror.settings.filter { $0.found != nil || $0.inForce != nil }
        table(
            ["Setting", "In force here", "MirrorMaker says"],
            said.map { [.name($0.setting), .name($0.inForce ?? "–"), .name($0.found ?? "–")] },
            none: "It says nothing.")
    }
}

extension Report {
    /// What the cluster is called.
    func alias(_ side: Side) -> String { plan.cluster(side).alias.rawValue }

    fileprivate var journalInWords: String {
        guard let journal else {
            return "none is kept (--storage.path): nothing ties this report to a record"
        }
        let head = journal.digest.map { ", whose digest is \($0)" } ?? ""
        return "ends with event \(journal.sequence)\(head)"
            + (journal.isKept ? "" : "; this survey is not in it")
    }

    fileprivate var producersInWords: String {
        switch plan.producers {
        case .undeclared: "undeclared"
        case .observed: "none is declared; what the end offsets show was accepted"
        case .declared(let producers): producers.map { "\($0.name) (\($0.place))" }.joined(separator: ", ")
        }
    }
}
