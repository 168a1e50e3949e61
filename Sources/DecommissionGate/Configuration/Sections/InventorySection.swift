import Quiescence

/// The keys of `inventory`.
enum InventoryKey: String, SectionKey { case old, new }

/// The keys of one cluster's inventory.
enum InventoryFilesKey: String, SectionKey { case topics, groups }

/// The operator's own lists of what a cluster holds, one name a line.
enum InventorySection {
    static func decode(_ place: Place) throws(Reported) -> [Side: Inventory] {
        let section = try Section(place, keys: InventoryKey.self)
        var inventories: [Side: Inventory] = [:]
        for (key, side) in [(InventoryKey.old, Side.old), (.new, .new)] {
            guard let place = section[key] else { continue }
            inventories[side] = place.loading.attempt { () throws(Reported) in try inventory(place) }
        }
        return inventories
    }

    /// Both lists or none: one alone would prove the other kind visible by an empty list.
    private static func inventory(_ place: Place) throws(Reported) -> Inventory {
        let section = try Section(place, keys: InventoryFilesKey.self)
        let mend = "write topics and groups: one list alone proves nothing of the other"
        let topics = section.readRequired(.topics, mend: mend) { place throws(Reported) in
            Set(try names(place, isGood: \.isTopicName).map(TopicName.init(rawValue:)))
        }
        let groups = section.readRequired(.groups, mend: mend) { place throws(Reported) in
            Set(try names(place, isGood: { _ in true }).map(GroupName.init(rawValue:)))
        }
        guard let topics, let groups else { throw Reported() }
        return Inventory(topics: topics, groups: groups)
    }

    /// The names in a file: blank lines and those that begin with # are none.
    private static func names(_ place: Place, isGood: (String) -> Bool) throws(Reported) -> [String] {
        let path = try Place.filledText(place)
        let content = try content(of: path, for: place)
        var names: [String] = []
        for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let name = line.trimmingBlanks
            guard !name.isEmpty, !name.hasPrefix("#") else { continue }
            guard isGood(name) else {
                throw place.refuse(
                    "line \(index + 1) of \(path) can be no topic's name", mend: "write one name a line")
            }
            names.append(name)
        }
        guard !names.isEmpty else {
            throw place.refuse(
                "\(path) holds no name", mend: "write one name a line; an empty list proves nothing")
        }
        return names
    }

    private static func content(of path: String, for place: Place) throws(Reported) -> String {
        let bytes: [UInt8]
        do {
            bytes = try place.loading.surroundings.contents(place.loading.resolve(path))
        } catch {
            throw place.refuse("the file \(path) \(error.reason)")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        guard let content = String(validating: text.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self) else {
            throw place.refuse("the file \(path) is not UTF-8")
        }
        return content
    }
}
