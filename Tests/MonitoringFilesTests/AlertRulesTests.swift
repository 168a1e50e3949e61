import Testing

@Suite struct AlertRulesTests {
    /// The alerts, with what decides how they are passed on.
    private static let severities = [
        "Safe": "none", "SafeRevoked": "critical", "GateDown": "warning", "EvaluatorStalled": "warning",
        "ClusterUnreadable": "warning", "ConditionUnknown": "warning", "WindowRestarted": "info",
        "OldTraffic": "warning", "MirrorStuck": "critical", "RecordsLost": "critical",
        "RecordsExpired": "critical", "ProducerOnOld": "warning", "ConsumedTwice": "warning",
        "EvidenceWriteFailing": "critical", "EvidenceBroken": "critical", "ClockStep": "warning",
        "ConfigReloadFailed": "warning",
    ]

    @Test("Each alert is there once, as severe as it is meant to be; Safe alone is a signal and pages nobody")
    func severities() throws {
        let alerts = try RuleFile.read().alerts
        let found = alerts.map { ($0.name.replacing("KafkaDecommission", with: ""), $0.labels) }
        #expect(found.map(\.0).sorted() == Self.severities.keys.sorted())
        for (name, labels) in found {
            let expected = ["severity": Self.severities[name] ?? ""]
            let signal = name == "Safe" ? ["kafka_decommission": "signal"] : [:]
            #expect(labels == expected.merging(signal) { first, _ in first }, "\(name)")
        }
    }

    @Test("What changes while an alert fires stands in its annotations: in a label it would fire anew")
    func labels() throws {
        for alert in try RuleFile.read().alerts {
            #expect(alert.labels.values.allSatisfy { !$0.contains("{") }, "\(alert.name)")
            #expect(
                alert.annotations.keys.sorted() == ["description", "runbook_url", "summary"], "\(alert.name)")
            #expect(alert.annotations.values.allSatisfy { !$0.isEmpty }, "\(alert.name)")
        }
    }

    @Test("No alert is of a pod or an instance: a replaced one would resolve it, or fire it again")
    func grouping() throws {
        for alert in try RuleFile.read().alerts {
            let groupings = PromQL.groupings(alert.expression).flatMap(\.self)
            #expect(Set(groupings).isDisjoint(with: ["instance", "pod"]), "\(alert.name)")
        }
    }

    @Test("Each alert links its own section of the runbook, and no section is left over")
    func runbook() throws {
        let alerts = try RuleFile.read().alerts
        let address = try Runbook.address()
        let sections = try Runbook.sections()
        for alert in alerts {
            #expect(
                alert.annotations["runbook_url"] == "\(address)#\(alert.name.lowercased())", "\(alert.name)")
            let section = sections[alert.name] ?? ""
            for part in ["**Means.**", "**Do.**", "**Do not.**"] {
                #expect(section.contains(part), "\(alert.name): \(part)")
            }
        }
        #expect(sections.keys.sorted() == alerts.map(\.name).sorted())
    }

    @Test(
        "Nothing in the rules is such that promtool warns of it",
        .enabled(if: Tool.promtool.isThere, Comment(rawValue: Tool.noPromtool)))
    func lint() throws {
        let said = try Tool.promtool.run(["check", "rules", "--lint=all", "--lint-fatal", RuleFile.path])
        #expect(said.status == 0, "\(said.said)")
    }

    @Test("Each alert is tested both ways: it fires, and it is silent")
    func bothWays() throws {
        let tests = try Repository.names(in: "alerts", ending: ".test.yml").map {
            try Repository.text("alerts/\($0)")
        }.joined()
        for alert in try RuleFile.read().alerts {
            let asked = tests.split(separator: "- ").filter {
                $0.contains("ALERTS{alertname=\"\(alert.name)\",alertstate=\"firing\"}")
            }
            #expect(asked.contains { $0.contains("exp_samples: [{") }, "\(alert.name) is never seen to fire")
            #expect(asked.contains { $0.contains("exp_samples: []") }, "\(alert.name) is never seen silent")
        }
    }

    @Test(
        "The alerts do in time what their tests say",
        .enabled(if: Tool.promtool.isThere, Comment(rawValue: Tool.noPromtool)),
        arguments: ["safe", "rules"])
    func inTime(name: String) throws {
        let said = try Tool.promtool.run(["test", "rules", "alerts/decommission-gate.\(name).test.yml"])
        #expect(said.status == 0, "\(said.said)")
    }
}
