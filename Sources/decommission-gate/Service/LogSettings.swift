import DecommissionGate

extension Log {
    /// The log on standard error that the flags ask for.
    init(_ arguments: Arguments, from byDefault: LogLevel, clocks: any Clocks) throws(Failure) {
        self.init(
            from: try arguments.choice("log.level", or: byDefault),
            as: try arguments.choice("log.format", or: .logfmt), clocks: clocks, sink: StandardError.write)
    }
}
