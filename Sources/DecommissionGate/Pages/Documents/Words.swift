import Quiescence

/// Figures in words, as the page and the text write them.
enum Words {
    /// The two largest units: `24 h`, `14 h 13 m`, `12 s`. Hours go up to two days.
    static func duration(_ duration: Duration) -> String {
        let seconds = duration.milliseconds / 1000
        guard seconds >= 0 else { return "-" + self.duration(.zero - duration) }
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: pair(seconds, (60, "m"), (1, "s"))
        case ..<172_801: pair(seconds, (3600, "h"), (60, "m"))
        default: pair(seconds, (86_400, "d"), (3600, "h"))
        }
    }

    /// Seconds as a document has them; one that was read from outside may hold any number.
    static func duration(seconds: Double) -> String {
        seconds.magnitude < 1e12 ? duration(.milliseconds(Int64(seconds * 1000))) : "\(seconds) s"
    }

    private static func pair(_ seconds: Int64, _ large: (Int64, String), _ small: (Int64, String)) -> String {
        let rest = seconds % large.0 / small.0
        return "\(seconds / large.0) \(large.1)" + (rest == 0 ? "" : " \(rest) \(small.1)")
    }
}
