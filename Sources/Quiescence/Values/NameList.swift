/// Values by name, of few names: kept in their order, found by halving.
struct NameList<Key: Name, Value> {
    private(set) var entries: [Entry] = []

    struct Entry {
        let name: Key
        var value: Value
    }

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    subscript(name: Key) -> Value? {
        let place = place(notBefore: name)
        return isThere(name, at: place) ? entries[place].value : nil
    }

    subscript(name: Key, default value: @autoclosure () -> Value) -> Value {
        get { self[name] ?? value() }
        _modify {
            let place = place(notBefore: name)
            if !isThere(name, at: place) { entries.insert(Entry(name: name, value: value()), at: place) }
            yield &entries[place].value
        }
    }

    /// Changes a value in place; does nothing for a name that is not there.
    mutating func update(_ name: Key, _ change: (inout Value) -> Void) {
        let place = place(notBefore: name)
        if isThere(name, at: place) { change(&entries[place].value) }
    }

    private func isThere(_ name: Key, at place: Int) -> Bool {
        place < entries.count && entries[place].name == name
    }

    /// Where that name stands or would stand.
    private func place(notBefore name: Key) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension NameList.Entry: Equatable where Value: Equatable {}
extension NameList: Equatable where Value: Equatable {}

extension NameList: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (Key, Value)...) {
        for (name, value) in elements { self[name, default: value] = value }
    }
}
