import Quiescence

extension LandingPage {
    /// What does not count, and on whose word.
    func exceptions(_ page: inout HTML) {
        page.element("section", Attribute("aria-labelledby", "exceptions")) { page in
            page.element(
                "h2", Attribute("id", "exceptions"), text: "Left out or taken on somebody's word")
            let isNone = [excluded(&page), waivers(&page), rules(&page)].allSatisfy { !$0 }
            if isNone { page.element("p", class: "faint", text: "Nothing is.") }
        }
    }

    private func excluded(_ page: inout HTML) -> Bool {
        let rows = lists.topics.filter {
            $0.role == TopicRole.excluded.rawValue && matches($0.topic, $0.reason)
        }
        guard !rows.isEmpty else { return false }
        page.element("h3", text: "Excluded topics")
        let head = ["Topic", "Cluster", "Reason"]
        table("excluded-table", "Excluded topics", head, rows, more: "api/v1/topics", &page) { row, page in
            page.element("th", Attribute("scope", "row")) { page in
                page.name(row.topic, "api/v1/topics?match=\(row.topic.percentEncoded)")
            }
            page.element("td", text: row.kafkaCluster)
            page.element("td", text: row.reason ?? "no reason is given")
        }
        return true
    }

    private func waivers(_ page: inout HTML) -> Bool {
        let rows = document.conditions.flatMap { condition in
            condition.waivers.map { (condition: condition.condition, waiver: $0) }
        }
        .filter { matches($0.waiver.subject, $0.waiver.reason, $0.waiver.owner) }
        guard !rows.isEmpty else { return false }
        page.element("h3", text: "Waivers in force")
        let head = ["Condition", "Subject", "Covers", "Reason", "Owner", "Until"]
        table("waivers-table", "Waivers", head, rows, more: "api/v1/gates", &page) { row, page in
            page.element("th", Attribute("scope", "row"), text: row.condition.rawValue)
            page.element("td") { $0.element("code", text: row.waiver.subject) }
            page.element("td", text: counted(row.waiver.findingsTotal, "finding"))
            page.element("td", text: row.waiver.reason)
            page.element("td", text: row.waiver.owner)
            page.element("td", text: row.waiver.until.clock)
        }
        return true
    }

    private func rules(_ page: inout HTML) -> Bool {
        let rules = document.plan.rules.filter { matches($0.name, $0.pattern, $0.reason) }
        guard !rules.isEmpty else { return false }
        page.element("h3", text: "Rules of the configuration")
        list(rules, total: rules.count, &page) { rule, page in
            page.element("code", text: rule.name ?? rule.pattern ?? "")
            page.text(" \(rule.rule): \(rule.reason)")
        }
        return true
    }

    /// What MirrorMaker says of itself; what contradicts it stands above, as a doubt.
    func mirror(_ page: inout HTML) {
        let mirror = document.mirror
        page.element("section", Attribute("aria-labelledby", "mirror")) { page in
            page.element("h2", Attribute("id", "mirror"), text: "MirrorMaker, by its own word")
            if let obstacle = mirror.obstacle {
                page.element(
                    "p", class: "faint",
                    text: "Not read: \(obstacle.detail). What to do: \(obstacle.whatToDo)")
            }
            list(mirror.connectors, total: mirror.connectors.count, &page) { connector, page in
                page.element("code", text: connector.name)
                page.text(" \(connector.inWords)")
            }
            let said = mirror.settings.filter { $0.found != nil }
            if said.isEmpty, mirror.connectors.isEmpty, mirror.obstacle == nil {
                page.element("p", class: "faint", text: "It says nothing of itself.")
            }
            list(said, total: said.count, &page) { setting, page in
                page.element("code", text: setting.setting)
                page.text(
                    " \(setting.found ?? "")" + (setting.inForce.map { ", in force here: \($0)" } ?? ""))
            }
        }
    }
}
