import Quiescence

/// Reads the tails that an evaluator asked for, each from the cluster that it lies on.
struct TailReading {
    let old: any ClusterReader
    let new: any ClusterReader

    /// An answer for every question: known, or unreadable with its cause. The readers bound the work.
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
        let questions = all.filter { $0.side == side }
        guard !questions.isEmpty else { return [:] }
        var answers = await reader.readTails(questions, until: deadline)
        for question in questions where answers[question] == nil {
            answers[question] = .unreadable(Cause(.incomplete, "\(question.partition): no answer"))
        }
        return answers
    }
}
