import DecommissionGate

/// Builds the tree of one document from libyaml's events.
struct NodeBuilder: ~Copyable {
    var events: EventStream
    let maximumDepth: Int
    let maximumNodes: Int
    /// Nodes so far, each as often as it stands in the tree.
    private var nodes = 0
    private var anchored: [String: Branch] = [:]

    /// A finished part of the tree and its measures, for aliases repeat it unseen.
    fileprivate struct Branch {
        var node: ConfigurationNode
        var nodes: Int
        /// 0 for a scalar.
        var depth: Int
    }

    private typealias Step = (event: EventStream.Event, position: SourcePosition)

    init(events: consuming EventStream, maximumDepth: Int, maximumNodes: Int) {
        self.events = events
        self.maximumDepth = maximumDepth
        self.maximumNodes = maximumNodes
    }

    mutating func document() throws(SyntaxProblem) -> ConfigurationNode {
        var root: ConfigurationNode?
        while true {
            let step = try events.next()
            switch step.event {
            case .streamStart, .documentEnd: continue
            case .documentStart:
                guard root == nil else {
                    throw SyntaxProblem(
                        at: step.position, "a second document begins here", mend: "keep only one")
                }
                root = try branch(from: try events.next(), depth: 0).node
            case .streamEnd:
                guard let root else {
                    throw SyntaxProblem(at: step.position, "nothing but blank lines and comments")
                }
                return root
            case .scalar, .alias, .sequenceStart, .mappingStart, .collectionEnd:
                throw SyntaxProblem(at: step.position, "a value outside of the document")
            }
        }
    }

    /// The branch that `step` begins, at `depth` collections below the root.
    private mutating func branch(from step: Step, depth: Int) throws(SyntaxProblem) -> Branch {
        switch step.event {
        case .scalar(let text, let style, let tag, let anchor):
            try check(tag, at: step.position)
            try count(1, at: step.position)
            // A tag such as !!str makes text of whatever follows.
            let node = ConfigurationNode(
                .scalar(text, tag == nil ? style : .quoted), at: step.position)
            return keep(Branch(node: node, nodes: 1, depth: 0), as: anchor)
        case .alias(let name): return try alias(name, at: step.position, depth: depth)
        case .sequenceStart(let tag, let anchor):
            try begin(tag, at: step.position, depth: depth)
            return keep(try sequence(at: step.position, depth: depth), as: anchor)
        case .mappingStart(let tag, let anchor):
            try begin(tag, at: step.position, depth: depth)
            return keep(try mapping(at: step.position, depth: depth), as: anchor)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
            throw SyntaxProblem(at: step.position, "no value where one is expected")
        }
    }

    private mutating func sequence(at position: SourcePosition, depth: Int) throws(SyntaxProblem) -> Branch {
        var items: [ConfigurationNode] = []
        var branch = Branch(node: ConfigurationNode(.sequence([]), at: position), nodes: 1, depth: 1)
        while let item = try member(depth: depth) {
            items.append(item.node)
            branch.take(item)
        }
        branch.node.content = .sequence(items)
        return branch
    }

    private mutating func mapping(at position: SourcePosition, depth: Int) throws(SyntaxProblem) -> Branch {
        var entries: [ConfigurationNode.Entry] = []
        var lines: [String: Int] = [:]
        var branch = Branch(node: ConfigurationNode(.mapping([]), at: position), nodes: 1, depth: 1)
        while let key = try member(depth: depth) {
            let name = try self.key(key.node)
            if let first = lines.updateValue(key.node.position.line, forKey: name) {
                throw SyntaxProblem(
                    at: key.node.position,
                    "the key \"\(name)\" stands in line \(first) and again in line \(key.node.position.line)",
                    mend: "keep one")
            }
            let value = try self.branch(from: try events.next(), depth: depth + 1)
            entries.append(.init(key: name, keyPosition: key.node.position, value: value.node))
            branch.take(value)
        }
        branch.node.content = .mapping(entries)
        return branch
    }

    private func key(_ node: ConfigurationNode) throws(SyntaxProblem) -> String {
        switch node.content {
        case .scalar(let text, _): return text
        case .sequence, .mapping:
            throw SyntaxProblem(
                at: node.position, "a list or a mapping where a key is expected",
                mend: "quote it if it is text; {{ … }} is a template that was not filled in")
        }
    }

    /// The next member of a collection; nil at its end.
    private mutating func member(depth: Int) throws(SyntaxProblem) -> Branch? {
        let step = try events.next()
        if case .collectionEnd = step.event { return nil }
        return try branch(from: step, depth: depth + 1)
    }

    /// The branch that an alias repeats. One within its own anchor is unfinished, hence unknown here.
    private mutating func alias(_ name: String, at position: SourcePosition, depth: Int) throws(SyntaxProblem)
        -> Branch
    {
        guard let branch = anchored[name] else {
            // Neither this nor a tag is repeated in messages: it can be a password that nobody quoted.
            throw SyntaxProblem(
                at: position, "an alias (*) without its anchor (&) above",
                mend: "quote a value that begins with *")
        }
        try count(branch.nodes, at: position)
        try check(depth: depth + branch.depth, at: position)
        return branch
    }

    private mutating func keep(_ branch: Branch, as anchor: String?) -> Branch {
        if let anchor { anchored[anchor] = branch }
        return branch
    }

    private mutating func begin(_ tag: String?, at position: SourcePosition, depth: Int) throws(SyntaxProblem)
    {
        try check(tag, at: position)
        try count(1, at: position)
        try check(depth: depth + 1, at: position)
    }

    private mutating func count(_ more: Int, at position: SourcePosition) throws(SyntaxProblem) {
        nodes += more
        guard nodes <= maximumNodes else {
            throw SyntaxProblem(at: position, "more than \(maximumNodes) values, with what aliases repeat")
        }
    }

    private func check(depth: Int, at position: SourcePosition) throws(SyntaxProblem) {
        guard depth <= maximumDepth else {
            throw SyntaxProblem(at: position, "more than \(maximumDepth) levels deep")
        }
    }

    /// YAML's own types are texts to us; a tag of somebody else's means what we cannot know.
    private func check(_ tag: String?, at position: SourcePosition) throws(SyntaxProblem) {
        guard let tag, !(tag.hasPrefix("tag:yaml.org,2002:") || tag == "!") else { return }
        throw SyntaxProblem(
            at: position, "a tag (!) that means nothing here", mend: "quote a value that begins with !")
    }
}

extension NodeBuilder.Branch {
    /// Adds the measures of a member.
    fileprivate mutating func take(_ member: Self) {
        nodes += member.nodes
        depth = max(depth, member.depth + 1)
    }
}
