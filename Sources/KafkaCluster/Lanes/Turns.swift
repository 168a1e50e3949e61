import DecommissionGate
import Synchronization

/// One at a time, whichever cluster it is for: what needs much memory for a moment.
///
/// Who is not through after ``patience`` loses the turn to the next one and goes on beside it, so that a broker
/// that hangs keeps nobody waiting for long.
final class Turns: Sendable {
    private struct Line {
        var holder: Int?
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var last = 0
    }

    private let line = Mutex(Line())
    private let alarms = Alarms()
    private let patience: Duration

    init(patience: Duration) { self.patience = patience }

    func run<Value>(_ body: () async -> Value) async -> Value {
        let number = line.withLock { line in
            line.last += 1
            return line.last
        }
        await wait(number)
        let value = await body()
        leave(number)
        return value
    }

    private func wait(_ number: Int) async {
        let alarm = alarms.set(at: .now + patience) { self.takeOver(number) }
        await withCheckedContinuation { continuation in
            let isFree = line.withLock { line in
                guard line.holder != nil else {
                    line.holder = number
                    return true
                }
                line.waiting.append((number, continuation))
                return false
            }
            if isFree { continuation.resume() }
        }
        alarms.cancel(alarm)
    }

    private func takeOver(_ number: Int) {
        let waiting = line.withLock { line -> CheckedContinuation<Void, Never>? in
            guard let place = line.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            line.holder = number
            return line.waiting.remove(at: place).continuation
        }
        waiting?.resume()
    }

    private func leave(_ number: Int) {
        let next = line.withLock { line -> CheckedContinuation<Void, Never>? in
            guard line.holder == number else { return nil }
            guard !line.waiting.isEmpty else {
                line.holder = nil
                return nil
            }
            let next = line.waiting.removeFirst()
            line.holder = next.number
            return next.continuation
        }
        next?.resume()
    }
}
