/// How a file holds keys and values; its ending tells.
enum Format {
    case properties, environment, yaml, json

    init(path: String) throws(FormatProblem) {
        let name = path.split(separator: "/").last ?? ""
        switch name.split(separator: ".", omittingEmptySubsequences: false).last {
        case "properties": self = .properties
        case "env": self = .environment
        case "yaml", "yml": self = .yaml
        case "json": self = .json
        default: throw .unknownForm
        }
    }

    /// The value of `key`, as the program that owns the file would read it.
    func value(of key: String, in bytes: [UInt8]) throws(FormatProblem) -> String {
        switch self {
        case .properties: try PropertiesFile.value(of: key, in: bytes)
        case .environment: try EnvironmentFile.value(of: key, in: bytes)
        case .yaml: try KeyPath(key).value(in: bytes)
        // JSON is YAML in which tabs may indent; within its strings they are not allowed.
        case .json:
            try KeyPath(key).value(in: bytes.map { $0 == UInt8(ascii: "\t") ? UInt8(ascii: " ") : $0 })
        }
    }
}

/// Why a file gives no value for a key.
enum FormatProblem: Error, Equatable {
    case noSuchKey
    case malformed(String, mend: String)
    /// A path that leads to two values.
    case ambiguous
    case unknownForm
}
