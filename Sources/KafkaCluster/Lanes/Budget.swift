import DecommissionGate
import Quiescence

/// How long one blocking call may take.
struct Budget: Sendable {
    let deadline: Deadline
    let most: Duration

    /// A call ends up to this much after its timeout; the answer must still come before the deadline.
    private static let margin = Duration.milliseconds(50)

    init(until deadline: Deadline, atMost most: Duration) {
        self.deadline = deadline
        self.most = most
    }

    /// What is left now, for a call that takes its timeout in milliseconds; 1 where nothing is.
    var milliseconds: Int32 {
        let left = min(most, ContinuousClock.now.duration(to: deadline) - Budget.margin)
        return Int32(clamping: max(left.milliseconds, 1))
    }

    /// The moment at which `milliseconds` will have passed.
    var end: Deadline { min(deadline - Budget.margin, .now + most) }
}
