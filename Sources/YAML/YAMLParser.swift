public import DecommissionGate

/// YAML 1.1 as libyaml 0.2 reads it, within bounds: one document, no key twice, no tag of one's own.
public struct YAMLParser: Sendable {
    /// Bytes of the whole text.
    public var maximumSize: Int
    /// Collections within collections.
    public var maximumDepth: Int
    /// Values, those counted again that an alias repeats: a few lines of aliases can stand for billions.
    public var maximumNodes: Int

    public init(maximumSize: Int = 1 << 20, maximumDepth: Int = 64, maximumNodes: Int = 100_000) {
        self.maximumSize = maximumSize
        self.maximumDepth = maximumDepth
        self.maximumNodes = maximumNodes
    }

    /// The one document that `bytes` hold. An empty text is a problem: nothing is no configuration.
    public func parse(_ bytes: [UInt8]) throws(SyntaxProblem) -> ConfigurationNode {
        guard bytes.count <= maximumSize else {
            throw SyntaxProblem(
                at: SourcePosition(line: 1, column: 1),
                "\(bytes.count) bytes; \(maximumSize) are the most that are read")
        }
        var text = try SourceText(bytes)
        while true {
            do {
                var builder = NodeBuilder(
                    events: try EventStream(text.bytes), maximumDepth: maximumDepth,
                    maximumNodes: maximumNodes)
                return try builder.document()
            } catch let problem {
                guard text.isTab(at: problem.position) else { throw problem }
                // YAML allows tabs on a line with nothing else but a comment; libyaml does not.
                guard LibraryError.strictAboutTabs.contains(where: problem.what.hasPrefix),
                    text.blankTabs(at: problem.position)
                else {
                    throw SyntaxProblem(at: problem.position, "a tab; YAML wants spaces")
                }
            }
        }
    }
}
