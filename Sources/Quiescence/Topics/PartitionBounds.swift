extension PartitionSurvey {
    /// Log start and end together; never absent, for a partition has both.
    var bounds: Reading<(start: StartOffset, end: EndOffset)> {
        switch (start, end) {
        case (.known(let start), .known(let end)):
            guard start.value <= end.value else {
                return .unreadable(
                    Cause(.contradiction, "the log starts at \(start) and ends at \(end)"))
            }
            return .known((start, end))
        case (.unreadable(let cause), _), (_, .unreadable(let cause)): return .unreadable(cause)
        case (.absent, _), (_, .absent):
            return .unreadable(Cause(.missing, "start or end offset was not given"))
        }
    }
}
