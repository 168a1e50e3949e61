/// Names one row of what is kept over a restart.
public struct MemoryKey: Hashable, Sendable {
    public let kind: Kind
    /// Tells the rows of one kind apart; opaque bytes.
    public let name: [UInt8]

    /// What a row is about.
    public enum Kind: String, Sendable, CaseIterable {
        /// All that is there once: clocks, gates, the last survey. Written with every survey.
        case pulse
        case topic
        case group
        case groupTopic = "group_topic"
        case position
        case recreated
        case otherLog = "other_log"
        case unmirrored
        case described
        case risk
        case emptyRange = "empty_range"
        case proven
        case anchored
        case remarks
        case sampled
        case loss
        case waiver
        case waivable
        case offender
        case doubt
    }

    public init(_ kind: Kind, name: [UInt8] = []) {
        self.kind = kind
        self.name = name
    }

    init<each Part: Storable>(_ kind: Kind, _ part: repeat each Part) {
        var writer = RowWriter()
        repeat (each part).write(to: &writer)
        self.init(kind, name: writer.bytes)
    }
}

/// What a survey has changed of what is kept.
public struct MemoryChanges: Equatable, Sendable {
    public private(set) var rows: [MemoryKey: Row]

    public enum Row: Equatable, Sendable {
        case kept([UInt8])
        case gone
    }

    public init(_ rows: [MemoryKey: Row] = [:]) { self.rows = rows }

    public var isEmpty: Bool { rows.isEmpty }

    /// Takes in what changed later.
    public mutating func append(_ later: MemoryChanges) {
        if isEmpty {
            rows = later.rows
        } else {
            rows.merge(later.rows) { _, last in last }
        }
    }

    mutating func keep(_ value: some Storable, as key: MemoryKey) {
        var writer = RowWriter()
        value.write(to: &writer)
        rows[key] = .kept(writer.bytes)
    }

    /// Takes note of what `after` has otherwise than `before`.
    ///
    /// - Parameter key: Names the row of one of their keys.
    mutating func compare<Key, Value: Storable & Equatable>(
        _ before: [Key: Value]?, _ after: [Key: Value]?, _ key: (Key) -> MemoryKey
    ) {
        // Most are the very same storage, which costs nothing to see.
        if before == after { return }
        for (name, value) in after ?? [:] where before?[name] != value { keep(value, as: key(name)) }
        for name in (before ?? [:]).keys where after?[name] == nil { rows[key(name)] = .gone }
    }

    /// The same of lists.
    mutating func compare<Name, Value: Storable & Equatable>(
        _ before: NameList<Name, Value>, _ after: NameList<Name, Value>, _ key: (Name) -> MemoryKey
    ) {
        if before == after { return }
        for entry in after.entries { compare(before[entry.name], entry.value, as: key(entry.name)) }
        for entry in before.entries where after[entry.name] == nil { rows[key(entry.name)] = .gone }
    }

    /// The same of tables.
    mutating func compare<Name, Value: Storable & Equatable>(
        _ before: NameTable<Name, Value>, _ after: NameTable<Name, Value>, _ key: (Name) -> MemoryKey
    ) {
        if before.entries == after.entries { return }
        compare(before, after, was: { $0 }, is: { $0 }, key)
    }

    /// The same of what is kept of a table's values.
    mutating func compare<Name, Value, Kept: Storable & Equatable>(
        _ before: NameTable<Name, Value>, _ after: NameTable<Name, Value>, was: (Value) -> Kept,
        is now: (Value) -> Kept, _ key: (Name) -> MemoryKey
    ) {
        for entry in after.entries {
            compare(before[entry.name].map(was), now(entry.value), as: key(entry.name))
        }
        for entry in before.entries where after[entry.name] == nil { rows[key(entry.name)] = .gone }
    }

    mutating func compare<Value: Storable & Equatable>(
        _ before: Value?, _ after: Value?, as key: MemoryKey
    ) {
        guard before != after else { return }
        if let after {
            keep(after, as: key)
        } else {
            rows[key] = .gone
        }
    }
}
