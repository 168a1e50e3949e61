import DecommissionGate

/// Flags that several commands have, named as the Prometheus exporters name theirs.
enum SharedOptions {
    /// Where the clusters are.
    static let clusters = [
        Option("config.file", .value("FILE"), "Configuration in YAML; `config example` prints one."),
        Option(
            "old", .value("SERVERS"), "Bootstrap servers of the cluster to retire: old-1:9092,old-2:9092."),
        Option("new", .value("SERVERS"), "Bootstrap servers of the cluster that stays."),
        Option(
            "producers", .value("observed"),
            "Accepts what the end offsets show about producers; without it they must be declared in a file."),
    ]

    static let output = Option(
        "output", .value("FORM"), "text or json; text is coloured on a terminal unless NO_COLOR is set.")

    static let gate = Option(
        "gate", .value("GATE"),
        "mirror_maker, mirror_topics or old_brokers; the last by default, which needs every condition.")

    static func logLevel(_ byDefault: String) -> Option {
        Option("log.level", .value("LEVEL"), "debug, info, warn or error; \(byDefault) by default.")
    }

    static let logFormat = Option("log.format", .value("FORM"), "logfmt or json; logfmt by default.")

    static let suggest = Option(
        "suggest", .plain,
        "Adds lines of configuration that would explain what stands in the way, each with a reason to fill in."
    )
}

extension Arguments {
    /// One of a flag's allowed words; `fallback` where the flag was not given.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ name: String, or fallback: Choice)
        throws(Failure) -> Choice
    {
        guard let word = self[name] else { return fallback }
        guard let choice = Choice(rawValue: word) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "--\(name): \"\(word)\" is none of \(allowed)")
        }
        return choice
    }

    /// A duration above zero as in the configuration; nil where the flag was not given.
    func duration(_ name: String) throws(Failure) -> Duration? {
        guard let word = self[name] else { return nil }
        do {
            return try Duration(typed: word, unit: "h")
        } catch {
            throw Failure(.usage, "--\(name): \(error.description)")
        }
    }

    /// Where to listen; nil where the flag was not given.
    func listenAddress() throws(Failure) -> ListenAddress? {
        guard let word = self["web.listen-address"] else { return nil }
        do throws(ListenAddressError) {
            return try ListenAddress(parsing: word)
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    /// A count of at least 1; nil where the flag was not given.
    func count(_ name: String) throws(Failure) -> Int? {
        guard let word = self[name] else { return nil }
        guard let count = Int(word), count > 0 else {
            throw Failure(.usage, "--\(name): \"\(word)\" is no whole number above 0")
        }
        return count
    }
}

/// How a command prints a verdict.
struct VerdictOutput: Sendable {
    /// How a document is written.
    enum Form: String, CaseIterable, Sendable {
        case text
        case json
    }

    let form: Form
    /// Whether lines of configuration are added.
    let suggests: Bool

    init(_ arguments: Arguments) throws(Failure) {
        form = try arguments.choice("output", or: .text)
        suggests = arguments.has("suggest")
        guard form == .text || !suggests else {
            throw Failure(.usage, "--suggest goes with text: in JSON each offender carries its exemption")
        }
    }
}
