import MockKafka
import Quiescence

/// A service that writes one topic to the cluster that its configuration named when it started.
struct Producer: Sendable {
    let name: ProducerName
    let topic: TopicName
    /// Records in a second of the story.
    let rate: Int
    private(set) var target: Side
    private var written = 0
    private var owed: Duration = .zero

    static func all(on target: Side) -> [Producer] {
        [
            Producer(name: "shop", topic: "orders", rate: 24, target: target),
            Producer(name: "till", topic: "payments", rate: 8, target: target),
        ]
    }

    private init(name: ProducerName, topic: TopicName, rate: Int, target: Side) {
        self.name = name
        self.topic = topic
        self.rate = rate
        self.target = target
    }

    /// Reads its configuration, as a process does that is started anew.
    mutating func restart(on target: Side) { self.target = target }

    /// Records to write now that `time` of the story has passed, by partition.
    mutating func records(after time: Duration) -> [Int32: [MockRecord]] {
        owed += time * rate
        let partitions = Names.topics.first { $0.name == topic }?.partitions ?? 1
        var records: [Int32: [MockRecord]] = [:]
        while owed >= .seconds(1) {
            owed -= .seconds(1)
            written += 1
            let number = Int32(written % Int(partitions))
            records[number, default: []].append(MockRecord(key: "\(name)-\(written)", "\(topic) \(written)"))
        }
        return records
    }
}
