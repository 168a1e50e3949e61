import Glibc
import Quiescence
import Testing

@testable import decommission_gate

@Suite struct SystemClocksTests {
    @Test(
        "Each reading is the kernel clock that its name says, so that a step of one is seen against the others"
    )
    func kernelClocks() {
        let before = [CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_REALTIME].map(milliseconds)
        let now = SystemClocks().now()
        let after = [CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_REALTIME].map(milliseconds)
        let read = [now.monotonic.milliseconds, now.boottime.milliseconds, now.wall.millisecondsSince1970]
        for (value, bounds) in zip(read, zip(before, after)) {
            #expect(value >= bounds.0 && value <= bounds.1)
        }
        #expect(now.boottime >= now.monotonic, "suspended time only adds")
    }

    private func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
