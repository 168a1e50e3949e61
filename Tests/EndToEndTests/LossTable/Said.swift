import Foundation
import Quiescence

/// What the service says of one topic, taken from what it says of all.
struct Said: Sendable {
    /// By condition; only those that are judged.
    var states: [Condition: Expected.State] = [:]
    /// Each with its subject; offenders, then doubts.
    var words: [Condition: [String]] = [:]
    /// Settings of MirrorMaker's that it warns of: `errors.tolerance=all`.
    var settings: [String] = []
    var isSafe: Bool

    /// - Parameters:
    ///   - topic: as OLD calls it, and its mirror.
    ///   - others: the other topics of the world. What is said of none of them is said of this one too.
    init(_ gates: Gates, of topic: String, mirror: String, others: [String]) {
        isSafe = gates.gates.allSatisfy(\.safe)
        for condition in Expected.judged {
            guard let found = gates[condition.rawValue] else { continue }
            func concerns(_ subject: String) -> Bool {
                isOn(subject, topic) || isOn(subject, mirror) || subject.contains(": \(mirror)-")
                    || !others.contains { isOn(subject, $0) || subject.contains(".\($0)-") }
            }
            let offenders = found.offenders.filter { concerns($0.subject) }
            var doubts = found.doubts.filter { concerns($0.subject) }
            for doubt in doubts {
                if let setting = Self.setting(in: doubt.detail) { settings.append(setting) }
            }
            doubts.removeAll { Self.setting(in: $0.detail) != nil }
            // What is not mirrored to its end is compared later: that is said of the cluster as a whole.
            if condition == .mirrorFaithful, states[.mirrorDrained] == .holds {
                doubts.removeAll { !isOn($0.subject, topic) && $0.detail.contains("mirrored to its end") }
            }
            words[condition] =
                offenders.map { "\($0.subject): \($0.detail)" } + doubts.map { "\($0.subject): \($0.detail)" }
            if !offenders.isEmpty {
                states[condition] = .fails
            } else if !doubts.isEmpty {
                states[condition] = .unknown
            } else {
                // Before a first survey a condition is unknown and nothing is said about it.
                let isSilent = found.offenders.isEmpty && found.doubts.isEmpty
                states[condition] = isSilent && found.state == "unknown" ? .unknown : .holds
            }
        }
    }

    private func isOn(_ subject: String, _ topic: String) -> Bool {
        subject == topic || subject.hasPrefix("\(topic)-") || subject.hasSuffix(".\(topic)")
    }

    /// `transforms=drop` of "transforms=drop: records may …".
    private static func setting(in detail: String) -> String? {
        let names = ["errors.tolerance=", "transforms=", "consumer.auto.offset.reset="]
        guard names.contains(where: detail.hasPrefix) else { return nil }
        return detail.split(separator: ":", maxSplits: 1).first?
            .split(separator: ",", maxSplits: 1).first.map(String.init)
    }

    /// What it says otherwise than it must.
    func differences(from expected: Expected) -> [String] {
        var differences: [String] = []
        for condition in Expected.judged where states[condition] != expected.state(condition) {
            let said = states[condition]?.rawValue ?? "not judged"
            differences.append(
                "\(condition.rawValue) is \(said) in place of \(expected.state(condition)): "
                    + "\((words[condition] ?? []).prefix(2))")
        }
        let isSaid = Expected.judged.contains { expected.states[$0] != nil }
        if isSaid, let part = expected.words, !words.values.joined().contains(where: { $0.contains(part) }) {
            differences.append("nothing says \"\(part)\": \(words.values.joined())")
        }
        for setting in expected.settings where !settings.contains(setting) {
            differences.append("nothing warns of \(setting)")
        }
        return differences
    }
}

/// A member of `/api/v1/lost`.
struct LostItem: Decodable, Sendable {
    var topic: String
    var partition: Int32
    var offset: Int64
}

extension GateService {
    /// The records that it names as lost.
    func lost() async throws -> [LostItem] {
        struct List: Decodable { var items: [LostItem] }
        return try JSONDecoder().decode(
            List.self, from: Data(try await get("/api/v1/lost?limit=1000").body.utf8)
        ).items
    }
}
