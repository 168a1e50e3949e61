import Foundation
import Quiescence
import TestKafka

/// What really became of the records of a topic, by a comparison of both logs as multisets.
struct Truth: Sendable {
    /// How many were ever on OLD, at MirrorMaker's isolation level.
    var written: Int
    /// How many of them stand nowhere on NEW.
    var lost: Int
    /// Those of the lost ones that OLD still holds, by offset.
    var retained: [Int64]
}

/// What a lag exporter shows of a topic.
struct Lag: Sendable {
    /// MirrorMaker's.
    var position: Int64
    /// That of the group that reads the mirror.
    var group: Int64
}

/// Several at once, in their order: each reading begins with a connection of its own.
func sideBySide<Item: Sendable, Answer: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup { group in
        for (number, item) in items.enumerated() {
            group.addTask { (number, try await work(item)) }
        }
        var answers: [(Int, Answer)] = []
        for try await answer in group { answers.append(answer) }
        return answers.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// What makes two records the same.
private struct Content: Hashable {
    var key: [UInt8]?
    var value: [UInt8]?
    var timestamp: Int64?

    init(_ record: ReadRecord, isTimed: Bool) {
        (key, value) = (record.key, record.value)
        timestamp = isTimed ? record.timestamp : nil
    }
}

extension LossWorld {
    /// Compares all of a topic with its mirror, which readers of committed records see.
    func truth(of topic: TopicName) async throws -> Truth {
        let isThere = try await new.topics()[mirror(topic)] != nil
        let copies = isThere ? try await new.read(mirror(topic), isolation: .readCommitted) : []
        let isOnOld = try await old.topics()[topic] != nil
        let source = isOnOld ? try await old.read(topic, isolation: world.isolation) : []
        // A mirror that stamps for itself, and a log that keeps the newest of each key alone, differ in that.
        let isTimed = !topic.rawValue.hasPrefix("appended")
        let retained = topic.rawValue.hasPrefix("compacted") ? newest(of: source) : source
        var counts: [Content: Int] = [:]
        for copy in copies { counts[Content(copy, isTimed: isTimed), default: 0] += 1 }
        func isLost(_ record: ReadRecord) -> Bool {
            let content = Content(record, isTimed: isTimed)
            guard let count = counts[content], count > 0 else { return true }
            counts[content] = count - 1
            return false
        }
        let before = gone[topic] ?? []
        let (lostRetained, lostBefore) = (retained.filter(isLost), before.filter(isLost))
        return Truth(
            written: source.count + before.count, lost: lostRetained.count + lostBefore.count,
            retained: lostRetained.map(\.offset))
    }

    private func newest(of records: [ReadRecord]) -> [ReadRecord] {
        var newest: [[UInt8]?: ReadRecord] = [:]
        for record in records { newest[record.key] = record }
        return newest.values.sorted { $0.offset < $1.offset }
    }

    /// What a lag exporter counts: end offset minus MirrorMaker's position, and minus the commit of the group
    /// that reads the mirror.
    func lagByOffsets(of topic: TopicName, _ positions: [TopicName: Int64]) async throws -> Lag {
        guard try await old.topics()[topic] != nil else { return Lag(position: 0, group: 0) }
        let bounds = try await old.offsets(of: topic)
        let position = positions[topic].map { $0 + 1 } ?? bounds.lowerBound
        guard try await new.topics()[mirror(topic)] != nil else {
            return Lag(position: max(0, bounds.upperBound - position), group: 0)
        }
        let end = try await new.offsets(of: mirror(topic)).upperBound
        return Lag(
            position: max(0, bounds.upperBound - position), group: max(0, end - (committed[topic] ?? 0)))
    }

    /// MirrorMaker's positions, as its topic has them: the offset of the last record that it mirrored.
    func positions() async throws -> [TopicName: Int64] {
        let topic = TopicName(
            rawValue: world.isOnConnect ? "mirrors-offsets" : "mm2-offsets.\(world.alias).internal")
        guard try await new.topics()[topic] != nil else { return [:] }
        var positions: [TopicName: Int64] = [:]
        for record in try await new.read(topic, isolation: .readCommitted) {
            guard let key = record.key.flatMap(json) as? [Any], key.count == 2,
                let name = (key[1] as? [String: Any])?["topic"] as? String,
                let value = record.value.flatMap(json) as? [String: Any],
                let offset = value["offset"] as? NSNumber
            else { continue }
            positions[TopicName(rawValue: name)] = offset.int64Value
        }
        return positions
    }

    private func json(_ bytes: [UInt8]) -> Any? { try? JSONSerialization.jsonObject(with: Data(bytes)) }

    /// Commits, as a group on NEW, the end of each mirror: it has read everything.
    func readMirrors(of topics: [TopicName]) async throws {
        let there = try await new.topics()
        var offsets: [TopicPartition: Int64] = [:]
        for topic in topics where there[mirror(topic)] != nil {
            let end = try await new.offsets(of: mirror(topic)).upperBound
            offsets[TopicPartition(mirror(topic), 0)] = end
            committed[topic] = end
        }
        try await new.commit(offsets, as: "reader")
    }
}
