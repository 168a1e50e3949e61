internal import DecommissionGate
internal import YAML

/// A dotted path into a YAML or JSON file: `spring.kafka.bootstrap-servers`, `clusters.0.brokers`.
struct KeyPath {
    private let path: String

    init(_ path: String) { self.path = path }

    /// The text there; a list of texts joined with commas.
    func value(in bytes: [UInt8]) throws(FormatProblem) -> String {
        let root: ConfigurationNode
        do throws(SyntaxProblem) {
            root = try YAMLParser().parse(bytes)
        } catch {
            // Without its words: they may repeat a secret that stands in the file.
            throw .malformed(
                "line \(error.position.line) cannot be read", mend: error.mend ?? "see that line")
        }
        let found = nodes(at: path[...], below: root)
        guard let node = found.first else { throw .noSuchKey }
        guard found.count == 1 else { throw .ambiguous }
        return try text(of: node)
    }

    /// A key may hold dots itself, so each way of cutting the path is tried.
    private func nodes(at path: Substring, below node: ConfigurationNode) -> [ConfigurationNode] {
        switch node.content {
        case .scalar: return []
        case .sequence(let items):
            let step = path.prefix { $0 != "." }
            guard let index = Int(step), items.indices.contains(index) else { return [] }
            return rest(of: path, after: step, below: items[index])
        case .mapping(let entries):
            return entries.flatMap { entry in
                path == entry.key || path.hasPrefix("\(entry.key).")
                    ? rest(of: path, after: path.prefix(entry.key.count), below: entry.value) : []
            }
        }
    }

    private func rest(
        of path: Substring, after step: Substring, below node: ConfigurationNode
    ) -> [ConfigurationNode] {
        step.endIndex == path.endIndex ? [node] : nodes(at: path[step.endIndex...].dropFirst(), below: node)
    }

    private func text(of node: ConfigurationNode) throws(FormatProblem) -> String {
        switch node.content {
        case .scalar(let text, let style):
            // YAML's ways to write "nothing".
            return style == .plain && ["~", "null", "Null", "NULL"].contains(text) ? "" : text
        case .sequence(let items):
            var texts: [String] = []
            for item in items {
                guard case .scalar(let text, _) = item.content else { throw Self.notText }
                texts.append(text)
            }
            return texts.joined(separator: ",")
        case .mapping: throw Self.notText
        }
    }

    private static var notText: FormatProblem {
        .malformed("there are keys below it, not a value", mend: "lengthen the key down to the value")
    }
}
