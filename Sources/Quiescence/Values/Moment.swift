/// A reading of all clocks at once. The core reads no clock; it is handed moments.
public struct Moment: Hashable, Sendable {
    /// Time that passed while the machine ran (`CLOCK_MONOTONIC`), since an arbitrary start.
    public let monotonic: Duration
    /// The same, counting suspended time (`CLOCK_BOOTTIME`).
    public let boottime: Duration
    /// The wall clock. Shown to people, asked for gaps, never a source of observed time.
    public let wall: WallTime
    /// Since which start of the machine the first two count.
    public let boot: BootID

    public init(monotonic: Duration, boottime: Duration, wall: WallTime, boot: BootID) {
        self.monotonic = monotonic
        self.boottime = boottime
        self.wall = wall
        self.boot = boot
    }
}

/// One start of one machine (`/proc/sys/kernel/random/boot_id`): the clocks of two of them cannot be compared.
public struct BootID: Name {
    public let text: NameText
    public init(_ text: NameText) { self.text = text }
}

/// A point on the wall clock, in milliseconds since 1970-01-01T00:00:00Z.
public struct WallTime: Hashable, Comparable, Sendable {
    public let millisecondsSince1970: Int64

    public init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

    /// Seconds since 1970, with a fraction: the form of Prometheus timestamps.
    public var secondsSince1970: Double { Double(millisecondsSince1970) / 1000 }

    public static func < (left: Self, right: Self) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }

    /// The wall time that will be shown `duration` later, saturating.
    public func advanced(by duration: Duration) -> WallTime {
        let (sum, overflow) = millisecondsSince1970.addingReportingOverflow(duration.milliseconds)
        return WallTime(millisecondsSince1970: overflow ? .max : sum)
    }

    /// Time from `earlier` to here; negative when the clock went back.
    public func since(_ earlier: WallTime) -> Duration {
        .milliseconds(millisecondsSince1970) - .milliseconds(earlier.millisecondsSince1970)
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// Seconds with a fraction, for metrics and JSON.
    public var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
