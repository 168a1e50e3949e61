import Quiescence
import TestKafka

/// One way in which the records of a topic are lost, or are not: what is done to it, and what must come of it.
struct Way: Sendable {
    typealias Act = @Sendable (LossWorld, TopicName) async throws -> Void

    /// A topic of its own on OLD.
    let topic: TopicName
    /// What happens, for the table.
    let title: String
    let expected: Expected
    let acts: [Phase: Act]

    init(_ topic: TopicName, _ title: String, _ expected: Expected, _ acts: [Phase: Act]) {
        (self.topic, self.title, self.expected, self.acts) = (topic, title, expected, acts)
    }

    /// Nothing is lost, and nothing is said.
    init(_ topic: TopicName, _ title: String, _ acts: [Phase: Act]) {
        self.init(topic, title, Expected(), acts)
    }
}

/// When something is done to a topic.
enum Phase: Sendable {
    /// Before MirrorMaker first starts.
    case before
    /// While it runs.
    case mirrored
    /// While it is down, in a world in which it is started again.
    case down
    /// Once it runs again.
    case again
    /// Once the service has said what it says of everything else.
    case later
}

/// What must come of a way: the truth, and what the service says of the topic.
struct Expected: Sendable {
    enum State: String, Sendable {
        case holds
        case fails
        case unknown
    }

    /// Records that stand nowhere on NEW; nil where their number is not the same in every run, and not 0.
    var lost: Int? = 0
    /// Conditions that do not hold of this topic.
    var states: [Condition: State] = [:]
    /// Part of what one of them says of it.
    var words: String?
    /// Settings of MirrorMaker's that the service warns of.
    var settings: [String] = []

    /// Lost, and found by this condition.
    ///
    /// - Parameter also: what another one comes to.
    static func loses(
        _ lost: Int?, _ condition: Condition, _ words: String, state: State = .fails,
        also: [Condition: State] = [:], settings: [String] = []
    ) -> Expected {
        Expected(
            lost: lost, states: also.merging([condition: state]) { $1 }, words: words, settings: settings)
    }

    /// What a condition must say.
    func state(_ condition: Condition) -> State { states[condition] ?? .holds }

    /// The conditions that are looked at.
    static let judged = [
        Condition.sourceQuiet, .sourceSettled, .mirrorQuiet, .mirrorDrained, .mirrorGapless, .mirrorFaithful,
        .mirrorConsumed,
    ]
}

/// Two clusters, one MirrorMaker, and topics that all fare in their own way.
struct World: Sendable {
    /// What is special about its MirrorMaker, besides the version, for the table.
    var mirror = ""
    var alias = "OLD"
    var separator = "."
    /// It runs as a connector of a Connect cluster, whose topics are called otherwise.
    var isOnConnect = false
    var distribution = Distribution.new
    var properties: [String: String] = [:]
    var isolation = Isolation.readUncommitted
    var restart: Restart?
    /// Every gate opens, with nothing excluded and nothing accepted.
    var isSafe = false
    var ways: [Way]

    /// How MirrorMaker is ended between `mirrored` and `down`.
    enum Restart: Sendable {
        case stop
        /// At once, after this topic was mirrored and before its position is written.
        case kill(TopicName)
    }

    /// MirrorMaker leaves out tombstones.
    static func filter(_ alias: String = "OLD") -> [String: String] {
        let flow = "\(alias)->NEW"
        return [
            "\(flow).transforms": "drop",
            "\(flow).transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
            "\(flow).transforms.drop.predicate": "tombstone",
            "\(flow).predicates": "tombstone",
            "\(flow).predicates.tombstone.type":
                "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
        ]
    }
}
