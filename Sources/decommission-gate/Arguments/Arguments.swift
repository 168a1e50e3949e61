import DecommissionGate

/// What was typed after a command, taken apart and checked against the command's options.
struct Arguments: Sendable, Equatable {
    /// Values by option name; a plain flag has an empty one.
    private(set) var values: [String: String] = [:]
    private(set) var operands: [String] = []

    /// The value of an option; nil where it was not given.
    subscript(name: String) -> String? { values[name] }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// Takes `words` apart by the rules of `options`.
    init(_ words: [String], options: [Option]) throws(Failure) {
        for item in GetoptLong.items(of: words, options: options) {
            switch item {
            case .option(let option, let value): try add(option, value)
            case .operand(let word): operands.append(word)
            case .refused(let refusal): throw Self.failure(refusal, options)
            }
        }
    }

    private mutating func add(_ option: Option, _ value: String?) throws(Failure) {
        if case .notInThisVersion(let reason) = option.kind {
            throw Failure(.usage, "--\(option.name) is not in this version: \(reason)")
        }
        guard values.updateValue(value ?? "", forKey: option.name) == nil else {
            throw Failure(.usage, "--\(option.name) is given twice; leave one")
        }
    }

    private static func failure(_ refusal: GetoptLong.Refusal, _ options: [Option]) -> Failure {
        switch refusal {
        case .unknown(let word):
            let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
            let matches = options.map(\.name).filter { $0.hasPrefix(name) }
            if !name.isEmpty, matches.count > 1 {
                let list = matches.map { "--\($0)" }.joined(separator: ", ")
                return Failure(.usage, "\(word) can mean several flags: \(list)")
            }
            let meant = nearest(to: name, among: options.map(\.name))
            return Failure(.usage, "unknown flag \(word)" + (meant.map { "; did you mean --\($0)?" } ?? ""))
        case .lacksValue(let option):
            return Failure(.usage, "--\(option.name) needs a value: \(option.usage)")
        case .takesNoValue(let option):
            return Failure(.usage, "--\(option.name) takes no value")
        }
    }
}
