import DecommissionGate
import Quiescence

/// How long one blocking call may take.
struct Budget: Sendable {
    let deadline: Deadline
    let most: Duration

    init(until deadline: Deadline, atMost most: Duration) {
        self.deadline = deadline
        self.most = most
    }

    /// What is left for a request now, in the form in which librdkafka takes a timeout; 1 where nothing is.
    var milliseconds: Int32 { left(before: .milliseconds(400)) }

    /// The same for a wait at a queue for the answer, even for the one that says "timed out": somewhat
    /// longer than the request, and still so short that what is found comes back before the deadline.
    var patience: Int32 { min(milliseconds.addingSaturating(300), left(before: .milliseconds(50))) }

    /// When the present call has to end.
    var end: Deadline { min(deadline - .milliseconds(50), .now + most) }

    private func left(before margin: Duration) -> Int32 {
        let left = min(most, ContinuousClock.now.duration(to: deadline) - margin)
        return Int32(clamping: max(left.milliseconds, 1))
    }
}

extension Int32 {
    fileprivate func addingSaturating(_ other: Int32) -> Int32 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
