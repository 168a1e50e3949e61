/// Files of Prometheus and Alertmanager, rewritten so that what waits for hours can be watched in minutes.
///
/// Only what these programs take as a duration is shortened: `for` and the like, groups' intervals, ranges,
/// subqueries and offsets. Numbers of seconds in an expression, and words that people read, stay as they are.
struct QuickTime: Sendable {
    /// How many times as fast.
    var factor: Int
    /// What a range is never shortened below, in milliseconds: it must reach over some scrapes.
    var shortestRange: Int
    /// What no pause between two evaluations is shortened below, in milliseconds.
    var shortestPause: Int

    /// A rule file, or a configuration of Alertmanager's.
    func quickened(_ text: String) -> String {
        let waits = /(?m)^(?<key>[ \-]*(?:keep_firing_)?for: *)(?<time>[0-9][0-9a-z]*)$/
        let pauses =
            /(?m)^(?<key>[ \-]*(?:(?:group_|repeat_)?interval|group_wait): *)(?<time>[0-9][0-9a-z]*)$/
        let ranges = /\[(?<reach>[0-9]+[mshdwy][0-9a-z]*)(?<step>:[0-9a-z]*)?\]/
        let offsets = /\boffset +(?<time>[0-9][0-9a-z]*)/
        return
            text
            .replacing(waits) { $0.key + shortened($0.time, to: 0) }
            .replacing(pauses) { $0.key + shortened($0.time, to: shortestPause) }
            .replacing(ranges) { "[\(shortened($0.reach, to: shortestRange))\(step($0.step))]" }
            .replacing(offsets) { "offset \(shortened($0.time, to: 0))" }
    }

    /// A duration as these programs write it: `1h30m`.
    func shortened(_ duration: some StringProtocol, to shortest: Int) -> String {
        let full = Self.milliseconds(duration)
        // What is short already is not made longer.
        let short = max(full / factor, min(shortest, full))
        return short.isMultiple(of: 1000) ? "\(short / 1000)s" : "\(short)ms"
    }

    private func step(_ step: Substring?) -> String {
        guard let step else { return "" }
        return step == ":" ? ":" : ":" + shortened(step.dropFirst(), to: shortestPause)
    }

    private static func milliseconds(_ duration: some StringProtocol) -> Int {
        let units = [
            "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
            "y": 31_536_000_000,
        ]
        return String(duration).matches(of: /(\d+)(ms|[smhdwy])/)
            .reduce(0) { $0 + (Int($1.1) ?? 0) * (units[String($1.2)] ?? 0) }
    }
}
