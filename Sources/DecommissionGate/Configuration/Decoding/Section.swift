/// The keys of one mapping. Every key that anybody reads is a case of such a type.
protocol SectionKey: RawRepresentable<String>, CaseIterable, Hashable {
    /// Why this version refuses the key; nil for one that has an effect.
    var refusal: String? { get }
}

extension SectionKey {
    var refusal: String? { nil }
}

/// A mapping whose keys are known; a key that nobody reads is a problem, never ignored.
struct Section<Key: SectionKey> {
    let place: Place
    private let problemsBefore: Int
    private var values: [Key: Place] = [:]
    /// Keys that this version refuses, and that are reported.
    private(set) var refused: Set<Key> = []

    init(_ place: Place, keys: Key.Type = Key.self) throws(Reported) {
        self.place = place
        problemsBefore = place.loading.problemCount
        for entry in try place.mapping() {
            let child = place.child(entry)
            guard let key = Key(rawValue: entry.key) else {
                Self.reportUnknown(entry, child)
                continue
            }
            if let refusal = key.refusal {
                place.loading.report(refusal, mend: nil, path: child.path, position: entry.keyPosition)
                refused.insert(key)
            } else {
                values[key] = child
            }
        }
    }

    private static func reportUnknown(_ entry: ConfigurationNode.Entry, _ child: Place) {
        let known = Key.allCases.filter { $0.refusal == nil }.map(\.rawValue)
        let mend =
            nearest(to: entry.key, among: known).map { "did you mean \($0)?" }
            ?? "known here: " + known.joined(separator: ", ")
        child.loading.report(
            "no such key", mend: mend, path: child.path, position: entry.keyPosition)
    }

    /// Whether nothing within was reported: only then can its values be weighed against each other.
    var isGood: Bool { place.loading.problemCount == problemsBefore }

    /// The value of a key, if it is given.
    subscript(key: Key) -> Place? { values[key] }

    /// The value of a key that must be given.
    func require(_ key: Key, mend: String? = nil) throws(Reported) -> Place {
        if let value = values[key] { return value }
        guard !refused.contains(key) else { throw Reported() }
        throw place.refuse("\(key.rawValue) is missing", mend: mend)
    }

    /// The decoded value of a key, or its default. After a problem the default merely stands in
    /// until the rest is looked at: loading fails as a whole.
    @discardableResult
    func read<Value>(
        _ key: Key, or standard: Value, _ decode: (Place) throws(Reported) -> Value
    ) -> Value {
        guard let value = values[key] else { return standard }
        return place.loading.attempt { () throws(Reported) in try decode(value) } ?? standard
    }

    /// The decoded value of a key that must be given; nil once its problem is reported.
    func readRequired<Value>(
        _ key: Key, mend: String? = nil, _ decode: (Place) throws(Reported) -> Value
    ) -> Value? {
        place.loading.attempt { () throws(Reported) in try decode(require(key, mend: mend)) }
    }
}
