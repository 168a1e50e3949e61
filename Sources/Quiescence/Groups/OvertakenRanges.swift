/// Offsets that went from a log while a group's commit passed them, both between two looks: whether the group
/// had read them, or was carried over them by its client's own setting, nobody can tell any more.
enum OvertakenRanges {
    /// Those known `before`, and what the commit passed since it was `remembered`; nil where there are none.
    static func of(
        _ commit: CommittedOffset, remembered: CommitMemory?, start: StartOffset?, _ before: ExpiredRanges?
    ) -> ExpiredRanges? {
        guard let remembered, let start, commit.value >= start.value,
            let range = OffsetRange(remembered.committed.value, start.value)
        else { return before }
        var ranges = before ?? ExpiredRanges()
        ranges.insert(range)
        return ranges
    }

    /// What is said of such a range.
    static func cause(_ range: OffsetRange) -> Cause {
        Cause(
            .missing,
            "\(range.count) offsets went between two looks while its commit passed them: \(range); whether it "
                + "had read them cannot be told",
            remedy:
                "exclude the topic with a reason if its reader deletes what it has read, as Kafka Streams does, "
                + "or the group if that does not matter")
    }
}
