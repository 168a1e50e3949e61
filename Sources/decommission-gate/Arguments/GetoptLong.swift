import CGetopt
import Glibc

/// The C library's own reading of a command line, so that `--name value`, `--name=value`, `--` and
/// abbreviations mean what they mean everywhere else.
///
/// It keeps its state in global variables: call it from one thread at a time.
enum GetoptLong {
    /// One thing on a command line.
    enum Item {
        case option(Option, String?)
        case operand(String)
        case refused(Refusal)
    }

    /// What is wrong with a flag.
    enum Refusal {
        /// The word as typed; an ambiguous abbreviation too.
        case unknown(String)
        case lacksValue(Option)
        case takesNoValue(Option)
    }

    /// What stands in `words`, flags first, up to the first one that is refused.
    static func items(of words: [String], options: [Option]) -> [Item] {
        let names = options.map { strdup($0.name) }
        var argv = (["decommission-gate"] + words).map { strdup($0) }
        defer { for string in names + argv { free(string) } }
        let count = Int32(argv.count)
        argv.append(nil)
        let table = zip(options, names).enumerated().map { index, entry in
            option(
                name: entry.1, has_arg: entry.0.kind.argument, flag: nil, val: firstCode + Int32(index))
        }

        gate_getopt_restart()
        var items: [Item] = []
        while true {
            let code = getopt_long(count, argv, ":", table + [option()], nil)
            let index = Int(gate_getopt_index())
            guard code != -1 else {
                return items + argv[index...].compactMap { $0.map { .operand(String(cString: $0)) } }
            }
            let item = item(for: code, options, word: argv[index - 1])
            items.append(item)
            if case .refused = item { return items }
        }
    }

    /// Above every character, so that a code is never taken for a short flag.
    private static let firstCode: Int32 = 1000

    private static func item(
        for code: Int32, _ options: [Option], word: UnsafeMutablePointer<CChar>?
    ) -> Item {
        func known(_ code: Int32) -> Option? {
            let index = Int(code - firstCode)
            return options.indices.contains(index) ? options[index] : nil
        }
        if let option = known(code) {
            return .option(option, gate_getopt_argument().map { String(cString: $0) })
        }
        let offender = gate_getopt_offender()
        if let option = known(offender) {
            return .refused(code == Int32(UInt8(ascii: ":")) ? .lacksValue(option) : .takesNoValue(option))
        }
        if offender > 0, let letter = UnicodeScalar(UInt32(offender)) {
            return .refused(.unknown("-\(letter)"))
        }
        return .refused(.unknown(word.map { String(cString: $0) } ?? ""))
    }
}

extension Option.Kind {
    /// What `struct option` calls it.
    fileprivate var argument: Int32 {
        switch self {
        case .plain: no_argument
        case .value: required_argument
        case .notInThisVersion: optional_argument
        }
    }
}
