/// The shape of one state in a strip, as the data of an SVG path: one rectangle for each run of columns.
///
/// Numbers alone go in, so nothing in it needs to be escaped.
struct StripPath {
    private(set) var data = ""

    /// Where a state stands in a strip of ``height``: each has a place of its own, so that nobody needs its colour.
    static let height = 12

    private static func bands(_ state: StripState) -> [(top: Int, height: Int)] {
        switch state {
        case .nothing: []
        case .good: [(9, 3)]
        case .observing: [(5, 2), (9, 3)]
        case .unknown: [(3, 6)]
        case .bad: [(0, 12)]
        }
    }

    mutating func add(_ left: Int, width: Int, top: Int, height: Int) {
        data += "M\(left) \(top)h\(width)v\(height)h-\(width)z"
    }

    /// All runs of `state` among `states`.
    init(of state: StripState, in states: [StripState]) {
        for run in Self.runs(of: state, in: states) {
            for band in Self.bands(state) {
                add(run.lowerBound, width: run.count, top: band.top, height: band.height)
            }
        }
    }

    init() {}

    /// Where `wanted` stands in a row, longest first seen.
    static func runs<State: Equatable>(of wanted: State, in states: [State]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (place, state) in states.enumerated() where state == wanted {
            if let last = runs.last, last.upperBound == place {
                runs[runs.count - 1] = last.lowerBound..<place + 1
            } else {
                runs.append(place..<place + 1)
            }
        }
        return runs
    }
}

/// How high a bar stands for a count: by its powers of ten, so that one record is seen beside a million.
enum BarScale {
    /// The height of one decade, and that of a single offset.
    static let decade = 12
    static let least = 4

    /// 0 for nothing; from ``least`` upwards else.
    static func height(_ count: Int64) -> Int {
        guard count > 0 else { return 0 }
        var power: Int64 = 1
        for _ in 0..<decades(count) { power *= 10 }
        // Within a decade in proportion: 2 is not taken for 9.
        let part = (Double(count) / Double(power) - 1) / 9 * Double(decade)
        return least + decades(count) * decade + Int(part)
    }

    /// How often it can be divided by ten.
    static func decades(_ count: Int64) -> Int {
        var (rest, decades) = (count, 0)
        while rest >= 10 { (rest, decades) = (rest / 10, decades + 1) }
        return decades
    }
}
