import Quiescence
import Synchronization

/// The names that a cluster has told so far.
///
/// Brokers tell the same ones survey after survey, a topic's for each group that reads it too. Equal names that share
/// their storage take its memory once, and are found equal without a look at their bytes: the evaluator compares
/// those of a survey with those it remembers, time and again.
final class KnownNames: Sendable {
    private let topics = Mutex<Set<TopicName>>([])
    private let groups = Mutex<Set<GroupName>>([])

    /// The topic's name, as it was told first.
    func topic(_ text: String) -> TopicName {
        topics.withLock { $0.insert(TopicName(rawValue: text)).memberAfterInsert }
    }

    /// The group's name, as it was told first.
    func group(_ text: String) -> GroupName {
        groups.withLock { $0.insert(GroupName(rawValue: text)).memberAfterInsert }
    }
}
