/// The two forms of the page of metrics.
public enum MetricsFormat: Sendable, Hashable, CaseIterable {
    /// Prometheus' text format 0.0.4, the last resort of every negotiation.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// The exact value of `Content-Type`: Prometheus 3 refuses a page whose type it does not know.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

/// Chooses form and encoding of an answer from what a client says that it takes.
public enum ContentNegotiation {
    /// The form that `accept` likes best; text where it likes none of ours: 406 would lose the scrape.
    ///
    /// Each form counts with the weight of the most specific range that covers it (RFC 9110, 12.5.1). Between
    /// equal weights the more specific range wins, then text.
    public static func metricsFormat(accept: String?) -> MetricsFormat {
        let ranges = Preference.list(accept ?? "")
        let text = liking(for: .text, in: ranges)
        let openMetrics = liking(for: .openMetrics, in: ranges)
        return openMetrics > text && openMetrics.weight > 0 ? .openMetrics : .text
    }

    /// Whether `Accept-Encoding` allows gzip. No header is taken for no: an old client may not know it.
    public static func acceptsGzip(_ acceptEncoding: String?) -> Bool {
        let codings = Preference.list(acceptEncoding ?? "")
        let named = codings.first { $0.value == "gzip" || $0.value == "x-gzip" }
        guard let coding = named ?? codings.first(where: { $0.value == "*" }) else { return false }
        return coding.weight > 0
    }

    private static func liking(for format: MetricsFormat, in ranges: [Preference]) -> Liking {
        ranges.compactMap { range in
            specificity(of: range, for: format).map { Liking(weight: range.weight, specificity: $0) }
        }
        .max { ($0.specificity, $0.weight) < ($1.specificity, $1.weight) }
            ?? Liking(weight: 0, specificity: 0)
    }

    /// How closely a range describes a format; nil where it does not cover it.
    private static func specificity(of range: Preference, for format: MetricsFormat) -> Int? {
        let (type, family, versions) =
            switch format {
            case .text: ("text/plain", "text/*", ["0.0.4"])
            // 0.0.1 differs in nothing that is served here, and old Prometheus asks for it alone.
            case .openMetrics: ("application/openmetrics-text", "application/*", ["1.0.0", "0.0.1"])
            }
        switch range.value {
        case "*/*": return 1
        case family: return 2
        case type:
            guard let version = range.parameters["version"] else { return 3 }
            return versions.contains(version) ? 4 : nil
        default: return nil
        }
    }
}

/// What a form may expect: how much it is wanted, and how plainly that was said.
private struct Liking: Comparable {
    /// In thousandths.
    var weight: Int
    var specificity: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.weight, left.specificity) < (right.weight, right.specificity)
    }
}

/// One element of `Accept` or `Accept-Encoding`.
private struct Preference {
    /// In lower case, without parameters.
    var value: String
    var parameters: [String: String]
    /// `q` in thousandths; 1000 where none is given.
    var weight: Int

    /// Elements in their order; what is malformed is left out.
    static func list(_ header: String) -> [Preference] {
        split(header, at: ",").compactMap(Preference.init)
    }

    private init?(_ element: Substring) {
        let parts = Self.split(element, at: ";").map(Self.trim)
        guard let first = parts.first, !first.isEmpty else { return nil }
        value = first.lowercased()
        parameters = [:]
        weight = 1000
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let name = Self.trim(part[..<equals]).lowercased()
            let given = Self.trim(part[part.index(after: equals)...])
            if name == "q" {
                guard let thousandths = Self.thousandths(given) else { return nil }
                weight = thousandths
            } else {
                parameters[name] = String(given).filter { $0 != "\"" }
            }
        }
    }

    /// `0`, `0.75`, `1.000`: at most three decimals, at most 1.
    private static func thousandths(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : ""
        let isNumber = decimals.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard parts[0] == "0" || parts[0] == "1", decimals.utf8.count <= 3, isNumber else { return nil }
        let padded = decimals + String(repeating: "0", count: 3 - decimals.utf8.count)
        guard let whole = Int(parts[0]), let fraction = Int(padded) else { return nil }
        let sum = whole * 1000 + fraction
        return sum <= 1000 ? sum : nil
    }

    /// Splits outside of quoted strings.
    private static func split(_ text: some StringProtocol, at separator: Character) -> [Substring] {
        var quoted = false
        return Substring(text).split { character in
            if character == "\"" { quoted.toggle() }
            return character == separator && !quoted
        }
    }

    private static func trim(_ text: Substring) -> Substring {
        let spaces: Set<Character> = [" ", "\t"]
        let head = text.drop { spaces.contains($0) }
        guard let last = head.lastIndex(where: { !spaces.contains($0) }) else { return "" }
        return head[...last]
    }
}
