/// MirrorMaker's own words beside what is in force, as lines of `survey` and `status`.
enum MirrorLines {
    private static let columns = (setting: 34, inForce: 20, found: 60)

    static func lines(_ mirror: MirrorDocument) -> [String] {
        let title = "  MirrorMaker, by its own word in \(mirror.configsTopic)".onOneLine
        if let obstacle = mirror.obstacle {
            return [
                title, "    not read: \(obstacle.detail)".onOneLine, "    -> \(obstacle.whatToDo)".onOneLine,
            ]
        }
        var lines = [title, "    " + row("", "in force here", "MirrorMaker says")]
        lines += mirror.settings.map { setting in
            let mark = setting.contradicts ? "  <- contradiction" : ""
            return "    " + row(setting.setting, setting.inForce ?? "", (setting.found ?? "nothing") + mark)
        }
        lines += mirror.connectors.map { "    \($0.name.onOneLine): \($0.inWords)" }
        return lines
    }

    private static func row(_ setting: String, _ inForce: String, _ found: String) -> String {
        let shown = found.count > columns.found ? found.prefix(columns.found) + "…" : found[...]
        // A name that is longer than its column takes what it needs out of the next one.
        let named = setting.padded(to: columns.setting)
        let both = named + inForce.onOneLine.padded(to: columns.setting + columns.inForce - named.count)
        return both + String(shown).onOneLine
    }
}
