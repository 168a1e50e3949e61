/// One value for each of the two clusters.
struct BothSides<Value> {
    var old: Value
    var new: Value

    init(old: Value, new: Value) {
        self.old = old
        self.new = new
    }

    /// Asks for the value of each side, OLD first.
    init(_ value: (Side) throws -> Value) rethrows {
        old = try value(.old)
        new = try value(.new)
    }

    subscript(side: Side) -> Value {
        get {
            switch side {
            case .old: old
            case .new: new
            }
        }
        _modify {
            switch side {
            case .old: yield &old
            case .new: yield &new
            }
        }
    }
}

extension BothSides {
    /// Lays what bears the same name on both sides beside each other; both lists are sorted by it, and so is
    /// the result. Never nil on both sides.
    func matched<Element, Key: Name>(by name: (Element) -> Key) -> [(old: Element?, new: Element?)]
    where Value == [Element] {
        var pairs: [(old: Element?, new: Element?)] = []
        pairs.reserveCapacity(Swift.max(old.count, new.count))
        var (i, j) = (0, 0)
        while i < old.count, j < new.count {
            let (left, right) = (name(old[i]), name(new[j]))
            if left == right {
                pairs.append((old[i], new[j]))
                (i, j) = (i + 1, j + 1)
            } else if left < right {
                pairs.append((old[i], nil))
                i += 1
            } else {
                pairs.append((nil, new[j]))
                j += 1
            }
        }
        pairs += old[i...].map { ($0, nil) }
        pairs += new[j...].map { (nil, $0) }
        return pairs
    }
}
