import DecommissionGate
import FoundationEssentials
import Quiescence

/// What is taken out of the properties of a connector or a task: the settings that ``MirrorSetting`` names,
/// and of those only values that look like one.
///
/// Passwords stand beside them in clear. No error says anything of what stands there.
struct ConnectorProperties: Decodable {
    let kind: MirrorConnector.Kind?
    let settings: [MirrorSetting: Reading<String>]
    let transforms: [MirrorTransform]
    let partitions: [TopicPartition]
    let groups: Int

    init(_ value: [UInt8]) throws(MalformedRecord) {
        self = try decoded(value, as: #"{"properties":{…}}"#)
    }

    init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: AnyKey.self)
        let properties = try record.nestedContainer(keyedBy: AnyKey.self, forKey: "properties")
        func text(_ key: String) throws -> String? {
            try properties.decodeIfPresent(String.self, forKey: AnyKey(stringLiteral: key))
        }
        kind = try text("connector.class").flatMap(Self.kind)
        var settings: [MirrorSetting: Reading<String>] = [:]
        for setting in MirrorSetting.allCases {
            settings[setting] = try text(setting.rawValue).map { setting.reading($0) }
        }
        self.settings = settings
        if case .known(let names) = settings[.transforms] {
            transforms = try MirrorSetting.members(of: names).map { name in
                let type = try text("transforms.\(name).type").map { MirrorSetting.policy.reading($0) }
                return MirrorTransform(name: name, type: type ?? .absent)
            }
        } else {
            transforms = []
        }
        partitions =
            try text("task.assigned.partitions").map {
                MirrorSetting.members(of: $0).compactMap(Self.partition)
            } ?? []
        groups = try text("task.assigned.groups").map { MirrorSetting.members(of: $0).count } ?? 0
    }

    private static func kind(_ className: String) -> MirrorConnector.Kind? {
        // Connect takes the bare name of a class, too.
        switch className.split(separator: ".").last {
        case "MirrorSourceConnector": .source
        case "MirrorCheckpointConnector": .checkpoint
        case "MirrorHeartbeatConnector": .heartbeat
        case _: nil
        }
    }

    /// `topic-3`; the number stands behind the last dash.
    private static func partition(_ text: String) -> TopicPartition? {
        guard let dash = text.lastIndex(of: "-"), let number = Int32(text[dash...].dropFirst()), number >= 0
        else { return nil }
        return TopicPartition(TopicName(rawValue: String(text[..<dash])), number)
    }
}

/// Any key of a JSON object.
struct AnyKey: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringLiteral value: String) { stringValue = value }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
}

/// A record's value as JSON. What is wrong with it is not said: it may hold a secret.
func decoded<Value: Decodable>(
    _ value: [UInt8], as shape: String
) throws(MalformedRecord) -> Value {
    do {
        return try JSONDecoder().decode(Value.self, from: Data(value))
    } catch {
        throw .unexpectedShape(shape)
    }
}

extension MirrorSetting {
    /// The value if it has this setting's form; otherwise nothing of it is kept.
    func reading(_ value: String) -> Reading<String> {
        let text = value.trimmingBlanks
        if text.contains("${") {
            return .unreadable(
                Cause(
                    .unsupported, "\(rawValue) refers to something that MirrorMaker alone can look up",
                    remedy: "see what it comes to where MirrorMaker runs"))
        }
        guard let form = formed(text) else {
            return .unreadable(Cause(.malformed, "\(rawValue) has a value that no such setting has"))
        }
        return .known(form)
    }

    private func formed(_ text: String) -> String? {
        switch form {
        case .name: text.utf8.count <= 249 && text.isMade(of: "._-") ? text : nil
        case .className: text.utf8.count <= 249 && !text.isEmpty && text.isMade(of: "._$") ? text : nil
        case .names: text.isMade(of: "._-, ") ? Self.members(of: text).joined(separator: ", ") : nil
        case .patterns: text
        case .servers:
            ServerAddress.list(text).map { $0.map(\.description).joined(separator: ",") }
        case .number: Int64(text).map(String.init)
        case .flag: ["true", "false"].contains(text.lowercased()) ? text.lowercased() : nil
        }
    }
}

extension String {
    /// Letters and digits of ASCII, and `others`.
    fileprivate func isMade(of others: String) -> Bool {
        allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || others.contains($0) }
    }
}
