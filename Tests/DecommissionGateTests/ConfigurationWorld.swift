@testable import DecommissionGate
import Testing
import YAML

/// A configuration's surroundings without disk or environment.
struct ConfigurationWorld {
    var variables: [String: String] = [:]
    var files: [String: String] = [:]
    var directories: Set<String> = []
    /// Properties that the client library does not have.
    var unknownProperties: Set<String> = []
    /// A property without which no other works; nil where all go together.
    var requiredProperty: String?

    var surroundings: ConfigurationSurroundings {
        ConfigurationSurroundings(
            parse: { bytes throws(SyntaxProblem) in try YAMLParser().parse(bytes) },
            variable: { variables[$0] },
            contents: { path throws(UnreadableFile) in
                if directories.contains(path) { throw UnreadableFile("is a directory") }
                guard let text = files[path] else { throw UnreadableFile("does not exist") }
                return Array(text.utf8)
            },
            comparison: { path, name throws(RecordingProblem) in
                guard let text = files[path] else {
                    throw RecordingProblem(file: path, what: "does not exist")
                }
                return try ComparisonFile.evidence(
                    Array(text.utf8), file: path, named: name, digest: SavedComparison.digest)
            },
            propertyProblem: { name, value in
                if unknownProperties.contains(name) { return "no such property; look it up" }
                return value == "refused-value" ? "\"\(value)\" is no value of \(name)" : nil
            },
            propertiesProblem: { properties in
                requiredProperty.flatMap { name in
                    properties[name] == nil ? PropertiesProblem(property: name, what: "is needed") : nil
                }
            })
    }

    func load(_ text: String) throws(ConfigurationProblems) -> Configuration {
        try Configuration.load(Array(text.utf8), file: "gate.yaml", surroundings: surroundings)
    }

    /// The messages that loading `text` brings; none if it is good.
    func problems(_ text: String) -> [String] {
        do {
            _ = try load(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}

/// The shortest good file, with more lines after it.
func minimalConfiguration(and more: String = "") -> String {
    """
    clusters:
      old: {bootstrap_servers: "old:9092"}
      new: {bootstrap_servers: "new:9092"}
    \(more)
    """
}
