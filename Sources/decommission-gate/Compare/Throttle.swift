import DecommissionGate
import Glibc
import Quiescence
import Synchronization

/// Holds reading back to the rate that was asked for, counts what was read, and ends it when told to.
final class Throttle: ReadingPace {
    private let limit: Mutex<RateLimit?>
    private let read = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)
    private let began = ContinuousClock.now

    init(bytesPerSecond: Int64?) { limit = Mutex(bytesPerSecond.map(RateLimit.init)) }

    /// Bytes of both clusters so far.
    var bytes: Int { read.load(ordering: .relaxed) }

    var isStopped: Bool { stopped.load(ordering: .acquiring) }

    /// Whoever reads stops with the next piece.
    func stop() { stopped.store(true, ordering: .releasing) }

    func mayGoOn(after bytes: Int) -> Bool {
        read.wrappingAdd(bytes, ordering: .relaxed)
        let delay = limit.withLock { $0?.delay(after: bytes, at: began.duration(to: .now)) }
        let end = ContinuousClock.now + (delay ?? .zero)
        while !isStopped, .now < end {
            // In short pieces, so that a stop is heard.
            let left = min(.milliseconds(100), ContinuousClock.now.duration(to: end))
            usleep(UInt32(clamping: left.components.attoseconds / 1_000_000_000_000))
        }
        return !isStopped
    }
}
