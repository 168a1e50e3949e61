public import Quiescence

/// Writes one line per event; a change is logged, not a state, so nothing here repeats with every survey.
public struct Log: Sendable {
    private let threshold: LogLevel
    private let format: LogFormat
    private let clocks: any Clocks
    private let sink: @Sendable (String) -> Void

    /// - Parameter sink: Takes one finished line, its newline included.
    public init(
        from threshold: LogLevel = .info, as format: LogFormat = .logfmt, clocks: any Clocks,
        sink: @escaping @Sendable (String) -> Void
    ) {
        self.threshold = threshold
        self.format = format
        self.clocks = clocks
        self.sink = sink
    }

    /// Writes those lines that are important enough.
    public func write(_ lines: [LogLine]) {
        for line in lines where line.level >= threshold {
            sink(format.render(line, at: clocks.now().wall) + "\n")
        }
    }

    public func write(_ level: LogLevel, _ message: String, _ fields: LogField...) {
        write([LogLine(level, message, fields)])
    }
}

/// How important a line is.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case debug
    case info
    case warn
    case error

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warn: 2
        case .error: 3
        }
    }
}

/// One event, before it is written in a format.
public struct LogLine: Sendable, Equatable {
    public let level: LogLevel
    /// What happened; the same words for the same kind of event, so that it can be searched for.
    public let message: String
    public let fields: [LogField]

    public init(_ level: LogLevel, _ message: String, _ fields: [LogField] = []) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}

/// A named value of a line.
public struct LogField: Sendable, Equatable {
    /// Text is quoted where needed, a number never.
    public enum Value: Sendable, Equatable {
        case text(String)
        case integer(Int64)
        case seconds(Duration)
    }

    public let name: String
    public let value: Value

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = .text(value)
    }

    public init(_ name: String, _ value: Int) {
        self.name = name
        self.value = .integer(Int64(value))
    }

    /// A duration in seconds; the name should say so.
    public init(_ name: String, _ value: Duration) {
        self.name = name
        self.value = .seconds(value)
    }

    public init(_ condition: Condition) { self.init("condition", condition.rawValue) }
    public init(_ gate: Gate) { self.init("gate", gate.rawValue) }
    public init(_ cluster: ClusterAlias) { self.init("cluster", cluster.rawValue) }
}
