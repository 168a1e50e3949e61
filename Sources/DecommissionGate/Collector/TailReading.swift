import Quiescence

/// Reads the tails that an evaluator asked for, each from the cluster that it lies on.
struct TailReading {
    let old: any ClusterReader
    let new: any ClusterReader
    /// At most so many are read of one cluster.
    let limit: Int

    /// An answer for every question: known, or unreadable with its cause.
    func answers(to questions: [TailQuestion], until deadline: Deadline) async
        -> [TailQuestion: Reading<TailAnswer>]
    {
        async let oldAnswers = answers(to: questions, on: .old, from: old, until: deadline)
        async let newAnswers = answers(to: questions, on: .new, from: new, until: deadline)
        return await oldAnswers.merging(newAnswers) { first, _ in first }
    }

    private func answers(
        to all: [TailQuestion], on side: Side, from reader: any ClusterReader, until deadline: Deadline
    ) async -> [TailQuestion: Reading<TailAnswer>] {
        var questions = all.filter { $0.side == side }
        guard !questions.isEmpty else { return [:] }
        if questions.count > limit {
            // In another order every time, so that no question waits for ever behind the same others.
            questions.shuffle()
        }
        let asked = Array(questions.prefix(limit))
        var answers = await reader.readTails(asked, until: deadline)
        for question in asked where answers[question] == nil {
            answers[question] = .unreadable(Cause(.incomplete, "\(question.partition): no answer"))
        }
        for question in questions.dropFirst(limit) {
            answers[question] = .unreadable(
                Cause(.bounded, "\(question.partition): more than \(limit) tails in one survey"))
        }
        return answers
    }
}
