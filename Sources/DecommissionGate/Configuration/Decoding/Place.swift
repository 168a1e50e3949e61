/// A value of the file together with its key path; what decoding hands down.
struct Place {
    let node: ConfigurationNode
    /// `clusters.old.alias`, `producers[0].name`; empty for the whole file.
    let path: String
    let loading: Loading

    /// Reports a problem of this value.
    @discardableResult
    func refuse(_ what: String, mend: String? = nil) -> Reported {
        loading.report(what, mend: mend, path: path, position: node.position)
        return Reported()
    }

    /// The place of a key below this one.
    func child(_ entry: ConfigurationNode.Entry) -> Place {
        let path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
        // Nothing stands behind a bare key; the key itself is what people look for.
        let position = entry.value.isNothing ? entry.keyPosition : entry.value.position
        let node = ConfigurationNode(entry.value.content, at: position)
        return Place(node: node, path: path, loading: loading)
    }

    /// The entries of a mapping.
    func mapping() throws(Reported) -> [ConfigurationNode.Entry] {
        guard !node.isNothing else { throw nothing() }
        guard case .mapping(let entries) = node.content else {
            throw refuse("\(node.kind) where keys are expected", mend: "write key: value below it")
        }
        return entries
    }

    /// The members of a list.
    func list() throws(Reported) -> [Place] {
        guard !node.isNothing else { throw nothing() }
        guard case .sequence(let items) = node.content else {
            throw refuse("\(node.kind) where a list is expected", mend: "begin each member with \"- \"")
        }
        return items.enumerated().map { index, item in
            Place(node: item, path: "\(path)[\(index)]", loading: loading)
        }
    }

    /// A list of which each member is decoded; every bad one is reported.
    func list<Value>(_ decode: (Place) throws(Reported) -> Value) throws(Reported) -> [Value] {
        let places = try list()
        let values = places.compactMap { place in
            loading.attempt { () throws(Reported) in try decode(place) }
        }
        guard values.count == places.count else { throw Reported() }
        return values
    }

    /// A scalar with its references replaced.
    func text() throws(Reported) -> Text {
        guard !node.isNothing else { throw nothing() }
        guard case .scalar(let raw, _) = node.content else {
            throw refuse("\(node.kind) where one value is expected")
        }
        do {
            return try References(loading).replace(in: raw, at: self)
        } catch {
            throw refuse(error.what, mend: error.mend)
        }
    }

    private func nothing() -> Reported {
        refuse("nothing is written here", mend: "write a value or remove the key")
    }
}

extension ConfigurationNode {
    /// Whether this is YAML's null: a key without a value is nobody's wish for a default.
    var isNothing: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// In words, for messages.
    var kind: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
