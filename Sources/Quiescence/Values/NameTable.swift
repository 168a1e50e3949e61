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

    /// The value of a name, which is looked for behind the one that `cursor` found last.
    func value(of name: Key, _ cursor: inout NameCursor) -> Value? {
        cursor.place(of: name, in: index) { entries[$0].name }.map { entries[$0].value }
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

extension NameTable: Sendable where Value: Sendable {}
extension NameTable.Entry: Sendable where Value: Sendable {}
extension NameTable.Entry: Equatable where Value: Equatable {}

/// At which place of a list a name stands.
struct NameIndex<Key: Name>: Sendable {
    private var places: [Key: Int] = [:]

    init() {}

    init(_ names: some Collection<Key>) {
        places.reserveCapacity(names.count)
        for (place, name) in names.enumerated() { places[name] = place }
    }

    subscript(name: Key) -> Int? { places[name] }

    /// How many names there are.
    var count: Int { places.count }

    /// Takes in the name that stands behind all others.
    mutating func append(_ name: Key) { places[name] = places.count }
}

/// Finds names of a list one after the other. Whoever asks in the order of the list finds each behind the last one;
/// only what stands elsewhere is looked up.
struct NameCursor {
    private var next = 0

    /// - Parameter name: The name at a place of the list.
    @inline(__always)
    mutating func place<Key>(of wanted: Key, in index: NameIndex<Key>, _ name: (Int) -> Key) -> Int? {
        let place = next < index.count && name(next) == wanted ? next : index[wanted]
        if let place { next = place + 1 }
        return place
    }
}
