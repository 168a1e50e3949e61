import Quiescence

/// One thing that was measured, and the bound that it has to keep where there is one.
struct Figure: Sendable, Encodable {
    /// Which part of the benchmark it belongs to: `survey`.
    let part: String
    let name: String
    let value: Double
    let unit: Unit
    /// The largest value that is good.
    let target: Double?
    /// Nil without a target.
    let holds: Bool?

    /// What a value counts.
    enum Unit: String, Encodable {
        case seconds
        case bytes
        case ratio
        case count
    }

    init(_ part: String, _ name: String, _ value: Double, _ unit: Unit, target: Double? = nil) {
        self.part = part
        self.name = name
        self.value = value
        self.unit = unit
        self.target = target
        holds = target.map { value <= $0 }
    }

    init(_ part: String, _ name: String, _ time: Duration, target: Duration? = nil) {
        self.init(part, name, time.inSeconds, .seconds, target: target?.inSeconds)
    }

    /// The value as it is read best: `12.3 ms`, `58.1 MB`.
    var shown: String { unit.shown(value) }
    var targetShown: String { target.map { "≤ \(unit.shown($0))" } ?? "" }
    var verdict: String { holds.map { $0 ? "holds" : "FAILS" } ?? "" }
}

extension Figure.Unit {
    fileprivate func shown(_ value: Double) -> String {
        switch self {
        case .seconds where value < 1: "\((value * 1000).shown) ms"
        case .seconds: "\(value.shown) s"
        case .bytes where value < 1e6: "\((value / 1e3).shown) kB"
        case .bytes: "\((value / 1e6).shown) MB"
        case .ratio: value.shown
        case .count: grouped(Int(value))
        }
    }
}

extension Double {
    /// With three digits that count.
    fileprivate var shown: String {
        let decimals = magnitude < 10 ? 100.0 : magnitude < 100 ? 10.0 : 1.0
        let rounded = (self * decimals).rounded() / decimals
        return decimals == 1 ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension Collection<Duration> {
    /// The value below which this share of all lies; zero of nothing.
    func quantile(_ share: Double) -> Duration {
        let sorted = sorted()
        return sorted.isEmpty ? .zero : sorted[Swift.min(Int(Double(count) * share), count - 1)]
    }

    var median: Duration { quantile(0.5) }
}
