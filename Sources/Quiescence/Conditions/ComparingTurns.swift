/// Which of the partitions that were compared are read again in a survey.
///
/// A topic that is made again between two surveys, and filled to the very ends at which it stood, moves nothing that
/// a survey sees. So each is read once more in every window of two hours and longer, a few in each survey.
struct ComparingTurns {
    /// Each is read in one of so many surveys.
    private let period: Int
    /// Where the next partition stands among all.
    private var place: Int

    /// Partitions that one survey reads again, of very many.
    private static let most = 200
    /// Surveys within which all are read: an hour of the usual ones at least, for reading takes its time, and twelve
    /// hours however long the window is.
    private static let (fewest, longest) = (120.0, 1440.0)

    init(_ look: Look) {
        let timing = look.plan.timing
        let inHalfAWindow = timing.interval > .zero ? timing.window / timing.interval / 2 : Self.longest
        let surveys = min(max(inHalfAWindow, Self.fewest), Self.longest)
        let partitions = look.sources.reduce(0) { $0 + $1.partitionCount }
        period = max(Int(surveys), partitions / Self.most)
        place = look.memory.surveysWeighed
    }

    /// Goes past the partitions of one source; those of them whose turn it is.
    mutating func pass(_ count: Int) -> StrideTo<Int32> {
        let first = (period - place % period) % period
        place += count
        return stride(from: Int32(first), to: Int32(count), by: period)
    }
}

extension ComparingRound {
    /// Partitions that are counted; the first one is named.
    struct Some {
        private(set) var count = 0
        private var first: TopicPartition?

        mutating func append(_ topic: TopicName, _ number: Int32) {
            if count == 0 { first = TopicPartition(topic, number) }
            count += 1
        }

        /// `3 partitions, orders-0 first`.
        var words: String {
            let first = first.map { count > 1 ? ", \($0) first" : " (\($0))" } ?? ""
            return "\(counted(count, "partition"))\(first)"
        }
    }
}
