import FoundationEssentials
public import Quiescence

/// A point in time as documents write it: RFC 3339 in UTC, whole seconds (`2026-11-26T09:14:05Z`).
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z; what is below a second is cut off.
    public let secondsSince1970: Int64

    public init(_ wall: WallTime) {
        let milliseconds = wall.millisecondsSince1970
        secondsSince1970 = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
    }

    public var description: String {
        Date(timeIntervalSince1970: Double(secondsSince1970)).formatted(.iso8601)
    }

    /// For people: `2026-11-26 09:14 UTC`.
    public var clock: String {
        let parts = description.split(separator: "T", maxSplits: 1)
        guard let day = parts.first, let time = parts.last, parts.count == 2 else { return description }
        return "\(day) \(time.prefix(5)) UTC"
    }

    /// The time of day in UTC: `09:14`, or `09:14:05`.
    func time(withSeconds: Bool = false) -> Substring {
        description.drop { $0 != "T" }.dropFirst().prefix(withSeconds ? 8 : 5)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        secondsSince1970 = Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension WallTime {
    /// The beginning of that second.
    init(_ timestamp: Timestamp) { self.init(millisecondsSince1970: timestamp.secondsSince1970 * 1000) }
}
