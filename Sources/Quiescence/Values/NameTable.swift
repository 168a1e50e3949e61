/// Values by name that are looked through in the order of their names at every survey, though most surveys bring
/// no new one. A name that came in stays.
struct NameTable<Key: Name, Value> {
    /// Sorted by name, save those that came in since ``sortNames()``.
    private(set) var entries: [Entry] = []
    private(set) var index = NameIndex<Key>()
    private var isSorted = true

    struct Entry {
        let name: Key
        var value: Value
    }

    subscript(name: Key) -> Value? { index[name].map { entries[$0].value } }

    subscript(name: Key, default value: @autoclosure () -> Value) -> Value {
        get { self[name] ?? value() }
        _modify {
            let place: Int
            if let known = index[name] {
                place = known
            } else {
                place = entries.count
                entries.append(Entry(name: name, value: value()))
                index.append(name)
                isSorted = false
            }
            yield &entries[place].value
        }
    }

    /// Changes a value in place; does nothing for a name that is not there.
    mutating func update(_ name: Key, _ change: (inout Value) -> Void) {
        if let place = index[name] { change(&entries[place].value) }
    }

    /// The same of every value.
    mutating func updateEach(_ change: (inout Value) -> Void) {
        for place in entries.indices { change(&entries[place].value) }
    }

    /// Puts its names in order now, so that nobody has to later.
    mutating func sortNames() {
        guard !isSorted else { return }
        entries.sort { $0.name < $1.name }
        index = NameIndex(entries.lazy.map(\.name))
        isSorted = true
    }
}

/// At which place of a list a name stands.
struct NameIndex<Key: Name> {
    private var places: [Key: Int] = [:]

    init() {}

    init(_ names: some Collection<Key>) {
        places.reserveCapacity(names.count)
        for (place, name) in names.enumerated() { places[name] = place }
    }

    subscript(name: Key) -> Int? { places[name] }

    /// Takes in the name that stands behind all others.
    mutating func append(_ name: Key) { places[name] = places.count }
}
