import Quiescence

/// The series of one family as finished bytes, which are the same in both formats.
struct MetricBlock: Sendable {
    let family: MetricFamily
    private var lines: [UInt8] = []
    private var packed: Deflated?
    private(set) var count = 0

    /// What a block of series consists of.
    enum Body: Sendable {
        case plain([UInt8])
        case packed(Deflated)
    }

    var body: Body { packed.map { .packed($0) } ?? .plain(lines) }

    init(_ family: MetricFamily) { self.family = family }

    /// A block with one series, or with none where there is no value.
    init(_ family: MetricFamily, _ value: MetricValue?) {
        self.init(family)
        if let value { add(value) }
    }

    /// The finished block; a large one is compressed, which leaves a tenth of it, unless that fails.
    func packed(by compressor: any Compressor) -> MetricBlock {
        guard lines.count >= Self.large else { return self }
        var block = self
        do {
            block.packed = try compressor.deflated(lines)
            block.lines = []
        } catch {
            // It stays as it is, and its page goes out as it is.
        }
        return block
    }

    /// Bytes from which on a block is worth compressing by itself.
    private static let large = 16 << 10

    /// Adds a series with `labels`, which stand in the order of the family's own.
    mutating func add(_ value: MetricValue, _ labels: String...) {
        lines.append(contentsOf: family.name.utf8)
        var opening = UInt8(ascii: "{")
        for (name, label) in zip(family.labels, labels) {
            lines.append(opening)
            lines.append(contentsOf: name.utf8)
            lines.append(contentsOf: [UInt8(ascii: "="), UInt8(ascii: "\"")])
            lines.appendEscaped(label)
            lines.append(UInt8(ascii: "\""))
            opening = UInt8(ascii: ",")
        }
        if !family.labels.isEmpty { lines.append(UInt8(ascii: "}")) }
        lines.append(UInt8(ascii: " "))
        lines.append(value)
        lines.append(UInt8(ascii: "\n"))
        count += 1
    }

    /// Adds a series where `value` is known; what is not known has none.
    mutating func add<Value>(
        _ value: Reading<Value>, as transform: (Value) -> MetricValue, _ first: String, _ second: String = "",
        _ third: String = ""
    ) {
        switch value {
        case .known(let value): add(transform(value), first, second, third)
        case .absent, .unreadable: return
        }
    }
}

/// A value as exact digits, never by way of a floating-point number.
enum MetricValue: Equatable {
    case integer(Int64)
    /// Written as seconds.
    case milliseconds(Int64)

    static func flag(_ value: Bool) -> MetricValue { .integer(value ? 1 : 0) }
    static func count(_ value: Int) -> MetricValue { .integer(Int64(value)) }
    static func duration(_ value: Duration) -> MetricValue { .milliseconds(value.milliseconds) }
    static func time(_ value: WallTime) -> MetricValue { .milliseconds(value.millisecondsSince1970) }
}

extension [UInt8] {
    /// A label's value: quotes, backslashes and newlines escaped as both formats want it.
    fileprivate mutating func appendEscaped(_ label: String) {
        for byte in label.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\""): append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\n"): append(contentsOf: #"\n"#.utf8)
            default: append(byte)
            }
        }
    }

    fileprivate mutating func append(_ value: MetricValue) {
        switch value {
        case .integer(let number): append(contentsOf: String(number).utf8)
        case .milliseconds(let number):
            let magnitude = number.magnitude
            if number < 0 { append(UInt8(ascii: "-")) }
            append(contentsOf: String(magnitude / 1000).utf8)
            let rest = magnitude % 1000
            guard rest > 0 else { return }
            append(contentsOf: ".\(rest < 100 ? "0" : "")\(rest < 10 ? "0" : "")\(rest)".utf8)
        }
    }
}
