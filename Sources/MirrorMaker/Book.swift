import DecommissionGate
import Quiescence

/// What the records of one internal topic amount to, gathered record by record.
///
/// A record that cannot be understood never ends the reading; it is counted.
protocol Book: Sendable {
    associatedtype Content: Sendable

    /// What the topic says now; `absent` where it says nothing.
    var content: Reading<Content> { get }
    /// Records that could not be understood since the topic was begun.
    var malformed: Int { get }

    mutating func take(_ record: LogRecord)
    /// Forgets everything: the topic is read again from its start.
    mutating func clear()
}

extension Book {
    /// Takes what following the topic brought, and says what it amounts to as far as that is certain:
    /// a book that was not read to its end is unreadable for now, and keeps what it has.
    mutating func read(_ followed: FollowedTopic) -> Reading<Content> {
        if followed.restarted { clear() }
        for record in followed.records { take(record) }
        switch followed.state {
        case .caughtUp:
            return content
        case .unfinished:
            return .unreadable(
                Cause(.bounded, "a topic of MirrorMaker's is long, and was not read to its end in time"))
        case .absent:
            clear()
            return .absent
        case .behind(let cause):
            return .unreadable(cause)
        }
    }
}

extension ClusterReader {
    /// Follows a topic to its end; each batch is handed to `take` before the next one is asked for.
    func follow<Content>(
        _ topic: TopicName, until deadline: Deadline, take: (FollowedTopic) -> Content
    ) async -> Content {
        var mayHaveGone = true
        while true {
            let followed = await follow(topic, isolation: .readCommitted, until: deadline)
            let content = take(followed)
            guard .now < deadline else { return content }
            switch followed.state {
            case .unfinished: continue
            // A topic that is deleted as planned is missing under a list that is older: asked once more, it is gone.
            case .behind(let cause) where cause.kind == .missing && mayHaveGone: mayHaveGone = false
            case .behind, .caughtUp, .absent: return content
            }
        }
    }
}

/// One of several causes, always the same one: what is shown must not change from survey to survey.
func firstCause(_ causes: some Collection<Cause>) -> Cause? { causes.min { $0.detail < $1.detail } }

/// Hands out one copy of each name, however many records carry it, where no one map holds them all: a topic's
/// partitions may be those of many groups or tasks.
struct Names<Kind: Name> {
    private var known: Set<Kind> = []

    mutating func shared(_ name: Kind) -> Kind { known.insert(name).memberAfterInsert }
}
