import Testing
import YAML

@Suite(.enabled(if: Tool.amtool.isThere, Comment(rawValue: Tool.noAmtool)))
struct AlertmanagerTests {
    private static let path = "alerts/alertmanager.example.yml"

    /// The receivers of an alert, by amtool's word.
    private func receivers(_ labels: [String: String]) throws -> [String] {
        let words = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let said = try Tool.amtool.run(["config", "routes", "test", "--config.file", Self.path] + words)
        #expect(said.status == 0, "\(said.said)")
        return said.said.split { $0 == "," || $0 == "\n" }.map { $0.filter { $0 != " " } }
            .filter { !$0.hasPrefix("Warning") }
    }

    @Test("The example is one that Alertmanager takes")
    func check() throws {
        let said = try Tool.amtool.run(["check-config", Self.path])
        #expect(said.status == 0, "\(said.said)")
    }

    @Test("Safe goes to those who wait for it and to nobody else; its end goes there too, and wakes somebody")
    func signal() throws {
        for alert in try RuleFile.read().alerts {
            let labels = alert.labels.merging(["alertname": alert.name, "job": "gate"]) { first, _ in first }
            let expected =
                switch (alert.name, alert.labels["severity"]) {
                case ("KafkaDecommissionSafe", _): ["decommission-signal"]
                case ("KafkaDecommissionSafeRevoked", _): ["decommission-revoked"]
                case (_, "critical"): ["decommission-pager"]
                case (_, "info"): ["decommission-log"]
                default: ["decommission-tickets"]
                }
            #expect(try receivers(labels) == expected, "\(alert.name)")
        }
    }

    @Test("The end of a revocation is told to nobody: it would be read as safe again")
    func endOfRevocation() throws {
        let root = try YAMLParser().parse(Array(try Repository.text(Self.path).utf8))
        let receivers = root["receivers"]?.items ?? []
        let revoked = receivers.first { $0["name"]?.text == "decommission-revoked" }
        let told = revoked?["webhook_configs"]?.items ?? []
        let paths = told.map { $0["url"]?.text?.split(separator: "/").last ?? "" }
        #expect(paths == ["signal", "page"])
        #expect(told.allSatisfy { $0["send_resolved"]?.text == "false" })
    }

    @Test("An alert of somebody else is none of ours, however severe")
    func others() throws {
        #expect(try receivers(["alertname": "DiskFull", "severity": "critical"]) == ["decommission-tickets"])
    }

    @Test("No inhibition can swallow the signal or a critical alert: each names those that it mutes")
    func inhibition() throws {
        let root = try YAMLParser().parse(Array(try Repository.text(Self.path).utf8))
        let muted = root["inhibit_rules"]?.items.flatMap { $0["target_matchers"]?.items ?? [] } ?? []
        #expect(muted.map { $0.text ?? "" } == ["alertname = \"KafkaDecommissionConditionUnknown\""])
    }
}
