import DecommissionGate
import Synchronization

/// Wakes whoever waits until a deadline; all who wait until the same one share a sleeping task.
///
/// A task whose sleep is cancelled keeps its timer and its memory until its time has come (seen: Swift 6.3
/// on Linux, 0.8 KB each). The calls of one survey have one deadline, and may be thousands.
final class Alarms: Sendable {
    private struct Book {
        var rings: [Deadline: [Int: @Sendable () -> Void]] = [:]
        var last = 0
    }

    /// To cancel an alarm by.
    struct Ticket {
        fileprivate let deadline: Deadline
        fileprivate let number: Int
    }

    private let book = Mutex(Book())

    /// Calls `ring` at `deadline` unless it is cancelled before.
    func set(at deadline: Deadline, _ ring: @escaping @Sendable () -> Void) -> Ticket {
        let (ticket, isFirst) = book.withLock { book in
            let isFirst = book.rings[deadline] == nil
            book.last += 1
            book.rings[deadline, default: [:]][book.last] = ring
            return (Ticket(deadline: deadline, number: book.last), isFirst)
        }
        if isFirst { Task { await ringAll(at: deadline) } }
        return ticket
    }

    func cancel(_ ticket: Ticket) {
        // Nobody being left, the deadline stays: its task sleeps on, and who comes later shares it.
        book.withLock { _ = $0.rings[ticket.deadline]?.removeValue(forKey: ticket.number) }
    }

    private func ringAll(at deadline: Deadline) async {
        do {
            try await Task.sleep(until: deadline, clock: .continuous)
        } catch {
            // Nobody can cancel this task; if one could, too early would be no worse than never.
        }
        let due = book.withLock { $0.rings.removeValue(forKey: deadline) }
        for ring in (due ?? [:]).values { ring() }
    }
}
