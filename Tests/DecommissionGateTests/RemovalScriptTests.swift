import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

/// The plan as a text: what it names, in which order, and that bash takes it for what it is.
@Suite struct RemovalScriptTests {
    private func plan(
        _ sealed: SealedReport, service: String? = "http://gate:19308", isDraft: Bool = false
    ) throws -> RemovalPlan {
        try RemovalPlan(sealed, from: service, isDraft: isDraft)
    }

    /// Safe throughout, with one mirror of each kind, a group that left offsets, and MirrorMaker's own topics.
    static func world(_ gate: Gate = .oldBrokers, group: GroupName = "billing") throws -> SealedReport {
        var assessment = Fixture.safeAssessment
        func topic(_ side: Side, _ name: TopicName, _ role: TopicRole, _ mirroring: Mirroring? = nil) {
            assessment.topics.append(
                TopicAccount(
                    side: side, name: name, role: role, end: .known(1), appended: 0, lastAppend: .absent,
                    mirrorLag: .absent, observedTarget: .absent,
                    mirroring: mirroring.map { .known($0) } ?? .absent))
        }
        topic(.new, "OLD.a.b", .mirror, .mirrored)
        topic(.new, "OLD.nobodys", .mirror, .orphan)
        topic(.new, "OLD.tmp-1", .excluded)
        for kind in ["configs", "offsets", "status"] {
            topic(.new, TopicName(rawValue: "mm2-\(kind).OLD.internal"), .mirrorMaker)
        }
        topic(.old, "mm2-offset-syncs.NEW.internal", .mirrorMaker)
        assessment.groups.append(
            GroupAccount(
                side: .new, name: group, phase: .onNew, members: .known(0),
                topics: [
                    GroupTopicAccount(
                        topic: "OLD.a.b", lag: .known(0), expiredUnread: .known(0), lastCommit: .absent)
                ]))
        return try ReportFixture.sealed(gate, of: assessment)
    }

    /// What bash says of a script that it reads without running it.
    private func check(_ script: String, _ tool: String, _ arguments: [String]) throws {
        let checked = try Tool.run(tool, arguments, input: Array(script.utf8))
        #expect(checked.status == 0, "\(checked.output)")
    }

    @Test(
        "bash reads every form of the script, and shellcheck finds nothing, whatever a group is called",
        arguments: RemovalPlan.Form.allCases)
    func isAScript(form: RemovalPlan.Form) throws {
        for gate in Gate.allCases {
            let script = try plan(Self.world(gate, group: "it's; \"$(rm -rf /)\"\n`x`\u{1B}[2J\\")).script(
                form)
            try check(script, "/bin/bash", ["-n", "/dev/stdin"])
            guard Tool.isThere("/usr/bin/shellcheck") else { continue }
            try check(script, "/usr/bin/shellcheck", ["--shell=bash", "-"])
        }
    }

    @Test(
        "A name is one word that bash reads back letter by letter, and its line shows no other",
        arguments: ReportFixture.hostileNames + [
            "it's", "$(id)", "`id`", "a\u{1B}[2Jb", "\u{202E}x", "\\", "", "-n", "é\u{7F}9",
        ])
    func quoting(name: String) throws {
        let script: ShellText = "printf '%s' \(word: name)"
        let echoed = try Tool.run("/bin/bash", ["-c", script.text], input: [])
        #expect(echoed.status == 0 && Array(echoed.output.utf8) == Array(name.utf8))
        #expect(!script.text.unicodeScalars.contains { $0.isUnsafeToShow })
    }

    @Test("The steps come in their order, each behind a check of its gate and a look at the cluster's id")
    func order() throws {
        for form in RemovalPlan.Form.allCases {
            let script = try plan(Self.world()).script(form)
            let steps = script.matches(of: /\nstep_(\w+)\(\) \{\n((?:.*\n)*?)\}\n/).map {
                (name: String($0.output.1), body: String($0.output.2))
            }
            #expect(
                steps.map(\.name) == ["mirror_maker", "recheck", "mirror_topics", "leftovers", "old_brokers"])
            for (name, body) in steps where name != "recheck" {
                let check = try #require(body.firstRange(of: "    may "), "\(name)")
                let guarded = try #require(body.firstRange(of: "    guard "), "\(name)")
                #expect(check.lowerBound < guarded.lowerBound)
                for act in ["delete ", "delete_", "STOP_", "forget ", "stop_broker '", "await_workers"] {
                    guard let acts = body.firstRange(of: "    \(act)") else { continue }
                    #expect(guarded.lowerBound < acts.lowerBound, "\(name): \(act)")
                }
            }
        }
    }

    @Test("What is deleted is what was judged: no orphan, nothing excluded; both are told of")
    func names() throws {
        let script = try plan(Self.world()).script(.shell)
        #expect(script.contains("local mirrors=( \\\n        'OLD.a.b' \\\n        'OLD.orders'\n    )"))
        #expect(script.contains("# left alone: OLD.nobodys, of no topic"))
        #expect(script.contains("# left alone: OLD.tmp-1, excluded"))
        #expect(script.contains("forget 'billing' 'OLD.a.b'"))
        #expect(script.contains("delete old \\\n        'mm2-offset-syncs.NEW.internal'"))
        #expect(script.contains("stop_broker '2' 'old-2:9092'"))
        #expect(script.contains("OLD_ID='oldOldOldOldOldOldOld0'"))
    }

    @Test("A plan ends with the steps of its gate, and those before it must be safe as well")
    func gates() throws {
        let first = try plan(Self.world(.mirrorMaker)).script(.shell)
        #expect(first.contains("step_recheck") && !first.contains("step_mirror_topics"))
        #expect(try !plan(Self.world(.mirrorTopics)).script(.shell).contains("step_old_brokers"))
        let report = try ReportFixture.sealed(.mirrorTopics, of: Fixture.assessment)
        #expect(throws: RemovalPlan.Refusal.self) { try plan(report) }
        let stale = try ReportFixture.sealed(age: 91)
        do throws(RemovalPlan.Refusal) {
            _ = try RemovalPlan(stale, from: nil, isDraft: false)
            Issue.record("a stale report makes no plan")
        } catch {
            #expect(error.isUnknown && error.description.hasPrefix("mirror_maker is unknown"))
        }
        let draft = try plan(report, isDraft: true).script(.shell)
        #expect(draft.contains("\n# DRAFT. ") && draft.contains("# mirror_topics: blocked"))
    }

    @Test("A demo's clusters and a topic that Kafka cannot have make no plan")
    func refusals() throws {
        let demo = try ReportFixture.sealed(
            .mirrorMaker, of: Fixture.safeAssessment, Fixture.survey, Fixture.demoSettings)
        #expect(throws: RemovalPlan.Refusal.self) { try plan(demo) }
        var report = try Self.world().report
        report.topics[3].topic = "OLD.*"
        let forged = try SealedReport(report, digest: ReportFixture.digest)
        #expect(throws: RemovalPlan.Refusal.self) { try plan(forged, isDraft: true) }
    }

    @Test("On a Connect cluster the connectors of this mirror are deleted, and the workers' topics stay")
    func onConnect() throws {
        var report = try Self.world().report
        report.plan.mirror.configsTopic = "connect-configs"
        report.plan.mirror.offsetsTopic = "mm2-offsets.OLD.internal"
        report.mirrorConnectors = ["OLD->NEW.MirrorSourceConnector"]
        let script = try plan(SealedReport(report, digest: ReportFixture.digest)).script(.shell)
        #expect(script.contains("delete_connector 'OLD-%3ENEW.MirrorSourceConnector'"))
        #expect(!script.contains("'mm2-offsets.OLD.internal'"))
        #expect(!script.contains("${STOP_MIRROR_MAKER"))
    }

    @Test("So they stay where the configuration names no more of that cluster than its topic of offsets")
    func onConnectByItsOffsets() throws {
        var report = try Self.world().report
        let dedicated = try plan(SealedReport(report, digest: ReportFixture.digest)).script(.shell)
        #expect(dedicated.contains("'mm2-offsets.OLD.internal'"))
        report.plan.mirror.offsetsTopic = "connect-offsets"
        for index in report.topics.indices where report.topics[index].topic == "mm2-offsets.OLD.internal" {
            report.topics[index].topic = "connect-offsets"
        }
        report.mirrorConnectors = []
        let script = try plan(SealedReport(report, digest: ReportFixture.digest)).script(.shell)
        #expect(!script.contains("'connect-offsets'"))
        #expect(!script.contains("${STOP_MIRROR_MAKER"))
        #expect(script.contains("${CONNECTORS:?"))
    }

    @Test("Where the report came from a file, the service must be named before a step acts")
    func noService() throws {
        #expect(try plan(Self.world(), service: nil).script(.shell).contains("GATE=${GATE:?"))
    }
}
