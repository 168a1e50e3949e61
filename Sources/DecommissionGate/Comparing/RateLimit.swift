/// How fast may be read: what is taken now is paid for in time by whoever takes next.
public struct RateLimit: Sendable {
    private let bytesPerSecond: Double
    /// When all that was taken so far is paid for.
    private var paid: Duration = .zero

    public init(bytesPerSecond: Int64) { self.bytesPerSecond = Double(max(bytesPerSecond, 1)) }

    /// How long to wait after `bytes` were taken at `now`, a time since any fixed moment.
    public mutating func delay(after bytes: Int, at now: Duration) -> Duration {
        paid = max(paid, now) + .seconds(Double(bytes) / bytesPerSecond)
        return paid - now
    }

    /// Bytes per second as a person writes them: `500kB`, `50MB`, `1GB`, with or without `/s`; nil for anything else.
    public static func bytesPerSecond(typed text: String) -> Int64? {
        let units: [(String, Int64)] = [("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1)]
        let text = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
        guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }),
            let number = Int64(text.dropLast(unit.count)), number > 0
        else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }

    /// The same the other way: `1.2 GB`.
    public static func words(bytes: Int64) -> String {
        let units = [("GB", 1_000_000_000.0), ("MB", 1_000_000.0), ("kB", 1000.0)]
        for (unit, factor) in units where Double(bytes) >= factor {
            let tenths = Int64((Double(bytes) / factor * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) \(unit)"
        }
        return "\(bytes) B"
    }
}
