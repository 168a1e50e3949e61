import Foundation
import Quiescence
import TestKafka

/// The table that `scripts/loss-table` prints: its rows go to the file that the environment names.
enum LossReport {
    /// The whole table is wanted, and printed.
    static let path = ProcessInfo.processInfo.environment["LOSS_TABLE"]
    static var isWhole: Bool { path != nil }

    private static let columns =
        ["MirrorMaker", "what happens", "lost", "a lag exporter (mirror, group)"]
        + conditions.map { "`\($0.rawValue)`" } + ["named", "gates"]
    private static let conditions = [
        Condition.mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful,
    ]

    /// One line of it, in Markdown.
    static func row(
        _ way: Way, _ world: World, _ truth: Truth, _ lag: Lag, _ said: Said, _ named: [LostItem],
        isExpected: Bool
    ) -> String {
        let isCalm = lag.position == 0 && lag.group == 0
        let cells =
            [
                (isExpected ? "" : mark) + mirror(world), way.title, lost(truth),
                "\(lag.position), \(lag.group)\(isCalm ? ": OK" : "")",
            ] + conditions.map { state($0, said) } + [names(named, said), gate(said, truth)]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// Before a row of which something is otherwise than it must be.
    private static let mark = "✗ "

    private static func mirror(_ world: World) -> String {
        let version = KafkaHomes.find()?.version(of: world.distribution) ?? "of an unknown version"
        return world.mirror.isEmpty ? version : "\(version), \(world.mirror)"
    }

    private static func lost(_ truth: Truth) -> String {
        guard truth.lost > 0 else { return "0 of \(truth.written)" }
        let left = truth.lost - truth.retained.count
        let rest = left == 0 ? "" : ", \(left == truth.lost ? "all" : "\(left)") gone from OLD too"
        return "**\(truth.lost)** of \(truth.written)\(rest)"
    }

    private static func state(_ condition: Condition, _ said: Said) -> String {
        let state = said.states[condition] ?? .unknown
        let word = state == .holds ? "holds" : "**\(state.rawValue)**"
        guard condition == .mirrorDrained, !said.settings.isEmpty else { return word }
        let settings = said.settings.sorted().joined(separator: ", ")
        return state == .holds ? "unknown: \(settings)" : "\(word); unknown: \(settings)"
    }

    /// The records by name, or else what the conditions say.
    private static func names(_ named: [LostItem], _ said: Said) -> String {
        if !named.isEmpty {
            let (topic, partition) = (named[0].topic, named[0].partition)
            let offsets = named.prefix(10).map { "\($0.offset)" }.joined(separator: ", ")
            let more = named.count > 10 ? " and \(named.count - 10) more" : ""
            return "\(topic)-\(partition): \(offsets)\(more)"
        }
        let words = conditions.flatMap { said.words[$0] ?? [] }
        return words.isEmpty ? "–" : words[0].replacing("|", with: "\\|")
    }

    /// In a world of which something keeps the gates shut anyhow: whether it does for this topic.
    private static func gate(_ said: Said, _ truth: Truth) -> String {
        if said.isSafe { return "safe" }
        let isShut = !said.settings.isEmpty || said.states.values.contains { $0 != .holds }
        if isShut { return "shut" }
        return truth.lost > 0 ? "**would open**" : "would open"
    }

    /// Tells whoever waits for the table what is played now.
    static func announce(_ world: World) throws {
        try write(["playing: MirrorMaker \(mirror(world)): \(world.ways.count) topics"])
    }

    /// Adds lines to the file, which is there; nothing where no table is wanted.
    static func write(_ lines: [String]) throws {
        guard let path else { return }
        let isEmpty = try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty
        let head = "| \(columns.joined(separator: " | ")) |"
        let rule = "|" + String(repeating: "---|", count: columns.count)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(
            contentsOf: Data(((isEmpty ? [head, rule] : []) + lines).map { "\($0)\n" }.joined().utf8))
    }
}
