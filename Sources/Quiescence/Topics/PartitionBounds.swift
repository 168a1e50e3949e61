/// Where the log of a partition starts and ends.
struct PartitionBounds {
    let start: StartOffset
    let end: EndOffset
}

extension PartitionSurvey {
    /// Log start and end together; never absent, for a partition has both.
    var bounds: Reading<PartitionBounds> {
        switch (start, end) {
        case (.known(let start), .known(let end)):
            guard start.value <= end.value else {
                return .unreadable(
                    Cause(.contradiction, "the log starts at \(start) and ends at \(end)"))
            }
            return .known(PartitionBounds(start: start, end: end))
        case (.unreadable(let cause), _), (_, .unreadable(let cause)): return .unreadable(cause)
        case (.absent, _), (_, .absent):
            return .unreadable(Cause(.missing, "start or end offset was not given"))
        }
    }
}
