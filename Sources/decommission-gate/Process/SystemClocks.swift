import DecommissionGate
import Glibc
import Quiescence

/// The kernel's clocks, asked for by name: Swift's own do not say which of them they are.
struct SystemClocks: Clocks {
    func now() -> Moment {
        let wall = Self.read(CLOCK_REALTIME)
        return Moment(
            monotonic: Self.read(CLOCK_MONOTONIC), boottime: Self.read(CLOCK_BOOTTIME),
            wall: WallTime(millisecondsSince1970: wall.milliseconds), boot: Self.boot)
    }

    /// Which start of the machine this is. Where the kernel does not say, one that no other process has: whatever
    /// was timed before is then taken to be of another.
    private static let boot: BootID = {
        do {
            let text = try FilesOnDisk.contents("/proc/sys/kernel/random/boot_id")
            return BootID(rawValue: String(decoding: text.filter { $0 > 0x20 }, as: UTF8.self))
        } catch {
            return BootID(rawValue: "process-\(UInt64.random(in: .min ... .max))")
        }
    }()

    /// Cannot fail for these three clocks with memory of our own: clock_gettime(2) has no other error.
    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
