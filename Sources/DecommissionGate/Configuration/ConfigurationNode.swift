/// A value of a configuration file, before anything is known of its meaning.
public struct ConfigurationNode: Hashable, Sendable {
    public var content: Content
    /// Where its first character stands.
    public var position: SourcePosition

    /// The three shapes of YAML.
    public indirect enum Content: Hashable, Sendable {
        case scalar(String, Style)
        case sequence([ConfigurationNode])
        /// In the order of the file, no key twice.
        case mapping([Entry])
    }

    /// How a scalar was written: only a plain one can mean "nothing".
    public enum Style: Hashable, Sendable {
        case plain
        /// Within quotes, or as a block.
        case quoted
    }

    /// One line of a mapping.
    public struct Entry: Hashable, Sendable {
        public var key: String
        public var keyPosition: SourcePosition
        public var value: ConfigurationNode

        public init(key: String, keyPosition: SourcePosition, value: ConfigurationNode) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    public init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }
}

/// A place in a text; line and column both count characters from 1, as editors do.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public var description: String { "\(line):\(column)" }
}
