/// One value for each of the two clusters.
struct BothSides<Value> {
    var old: Value
    var new: Value

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
