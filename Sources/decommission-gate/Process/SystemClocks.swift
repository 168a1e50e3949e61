import DecommissionGate
import Glibc
import Quiescence

/// The kernel's clocks, asked for by name: Swift's own do not say which of them they are.
struct SystemClocks: Clocks {
    func now() -> Moment {
        let wall = Self.read(CLOCK_REALTIME)
        return Moment(
            monotonic: Self.read(CLOCK_MONOTONIC), boottime: Self.read(CLOCK_BOOTTIME),
            wall: WallTime(millisecondsSince1970: wall.milliseconds))
    }

    /// Cannot fail for these three clocks with memory of our own: clock_gettime(2) has no other error.
    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
