import DecommissionGate
import Foundation
import YAML

/// A value of an example in YAML, taken apart by a reader that refuses what it does not know: what a tool would drop or
/// misread must not stand in a file that people copy.
struct ExampleNode {
    private let node: ConfigurationNode
    private let path: String

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// The one document of a file of this repository.
    init(file: String) throws {
        node = try YAMLParser().parse(Array(Self.text(of: file).utf8))
        path = file
    }

    private init(_ node: ConfigurationNode, _ path: String) {
        self.node = node
        self.path = path
    }

    static func text(of file: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: file), encoding: .utf8)
    }

    /// Refuses a mapping with other keys than these, and one that lacks a key which is not followed by `?`.
    @discardableResult func with(_ keys: String...) throws -> ExampleNode {
        let names = Set(keys.map { $0.filter { $0 != "?" } })
        for key in try entries.map(\.key) where !names.contains(key) {
            throw Problem(description: "\(path).\(key): is not read by this contract")
        }
        for key in keys where !key.hasSuffix("?") { _ = try self[key] }
        return self
    }

    subscript(key: String) -> ExampleNode {
        get throws {
            guard let value = try optional(key) else { throw Problem(description: "\(path).\(key): missing") }
            return value
        }
    }

    func optional(_ key: String) throws -> ExampleNode? {
        try entries.first { $0.key == key }.map { ExampleNode($0.value, "\(path).\(key)") }
    }

    var items: [ExampleNode] {
        get throws {
            guard case .sequence(let items) = node.content else {
                throw Problem(description: "\(path): no list")
            }
            return items.enumerated().map { ExampleNode($0.element, "\(path)[\($0.offset)]") }
        }
    }

    var string: String {
        get throws {
            guard case .scalar(let text, _) = node.content else {
                throw Problem(description: "\(path): no text")
            }
            return text
        }
    }

    var integer: Int {
        get throws {
            guard case .scalar(let text, .plain) = node.content, let number = Int(text) else {
                throw Problem(description: "\(path): no number")
            }
            return number
        }
    }

    /// Refuses everything but this text.
    func must(be text: String) throws {
        let found = try string
        guard found == text else { throw Problem(description: "\(path): \(found), and not \(text)") }
    }

    var strings: [String] { get throws { try items.map { try $0.string } } }

    /// `90s`, `5m`: as Go writes durations, with one unit.
    var duration: Duration {
        get throws {
            let text = try string
            guard let number = Int64(text.dropLast()),
                let unit = ["s": 1, "m": 60, "h": 3600][text.suffix(1)]
            else { throw Problem(description: "\(path): \(text) is no duration") }
            return .seconds(number * Int64(unit))
        }
    }

    var entries: [ConfigurationNode.Entry] {
        get throws {
            guard case .mapping(let entries) = node.content else {
                throw Problem(description: "\(path): no mapping")
            }
            return entries
        }
    }
}
