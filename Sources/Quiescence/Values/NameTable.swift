/// Values by name that know their names in order: they are looked through in order at every survey, and most
/// surveys bring no new one.
struct NameTable<Key: Name, Value> {
    private var values: [Key: Value] = [:]
    /// Nil since a name came or went.
    private var order: [Key]? = []

    subscript(name: Key) -> Value? {
        get { values[name] }
        _modify {
            let count = values.count
            defer { if values.count != count { order = nil } }
            yield &values[name]
        }
    }

    subscript(name: Key, default value: @autoclosure () -> Value) -> Value {
        get { values[name] ?? value() }
        _modify {
            let count = values.count
            defer { if values.count != count { order = nil } }
            yield &values[name, default: value()]
        }
    }

    /// Its names and those of `others`, each once, in order.
    func names(with others: some Sequence<Key>) -> [Key] {
        let new = others.filter { values[$0] == nil }
        if let order, new.isEmpty { return order }
        return (values.keys + new).sorted()
    }

    /// Puts its names in order now, so that nobody has to later.
    mutating func sortNames() {
        if order == nil { order = values.keys.sorted() }
    }
}

extension NameTable: Sequence {
    func makeIterator() -> some IteratorProtocol<(key: Key, value: Value)> { values.makeIterator() }
}
