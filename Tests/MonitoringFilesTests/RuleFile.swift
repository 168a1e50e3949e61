import DecommissionGate
import YAML

/// `alerts/decommission-gate.rules.yml`, read.
struct RuleFile {
    static let path = "alerts/decommission-gate.rules.yml"

    struct Rule {
        var name: String
        var isAlert: Bool
        var expression: String
        var labels: [String: String]
        var annotations: [String: String]
    }

    let rules: [Rule]
    var alerts: [Rule] { rules.filter(\.isAlert) }

    static func read() throws -> RuleFile {
        let root = try YAMLParser().parse(Array(try Repository.text(path).utf8))
        let rules = root["groups"]?.items.flatMap { $0["rules"]?.items ?? [] } ?? []
        return RuleFile(rules: rules.compactMap(Rule.init))
    }
}

extension RuleFile.Rule {
    init?(_ node: ConfigurationNode) {
        guard let name = (node["alert"] ?? node["record"])?.text, let expression = node["expr"]?.text else {
            return nil
        }
        self.init(
            name: name, isAlert: node["alert"] != nil, expression: expression,
            labels: node["labels"]?.texts ?? [:], annotations: node["annotations"]?.texts ?? [:])
    }
}

extension ConfigurationNode {
    subscript(key: String) -> ConfigurationNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    var items: [ConfigurationNode] {
        if case .sequence(let items) = content { items } else { [] }
    }

    var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    var texts: [String: String] {
        guard case .mapping(let entries) = content else { return [:] }
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value.text ?? "") })
    }
}

/// `docs/runbook.md`, and the address under which the alerts link it.
enum Runbook {
    /// The one address, without an anchor; an error where the alerts link several.
    static func address() throws -> String {
        let links = try RuleFile.read().alerts.map { $0.annotations["runbook_url"] ?? "" }
        let addresses = Set(links.map { String($0.prefix { $0 != "#" }) })
        guard addresses.count == 1, let address = addresses.first else { throw Several(addresses: addresses) }
        return address
    }

    struct Several: Error {
        var addresses: Set<String>
    }

    /// The sections that speak of an alert.
    static func sections() throws -> [String: String] {
        let parts = try Repository.text("docs/runbook.md").split(separator: "\n## ").dropFirst()
        let sections = parts.map { part in
            let title = part.prefix { $0 != "\n" }
            return (String(title), String(part.dropFirst(title.count)))
        }
        return Dictionary(uniqueKeysWithValues: sections.filter { $0.0.hasPrefix("KafkaDecommission") })
    }
}
