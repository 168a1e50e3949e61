/// What an expression asks for: its selectors. Whether it parses at all is promtool's to say.
struct Selector: Hashable {
    struct Matcher: Hashable {
        var label: String
        var sign: String
        var value: String
    }

    var metric: String
    var matchers: [Matcher] = []
    /// What stands in its brackets: `5m`; nil for an instant.
    var range: String?
    /// The function that it is handed to directly: `rate`.
    var function: String?

    func has(_ label: String, _ sign: String, _ value: String) -> Bool {
        matchers.contains(Matcher(label: label, sign: sign, value: value))
    }
}

enum PromQL {
    private enum Token: Equatable {
        case name(String)
        case text(String)
        case sign(String)
    }

    /// A name is a metric's by its prefix: labels and functions of ours have none of these.
    static func isMetric(_ name: String) -> Bool {
        ["decommission_", "decommission:", "process_"].contains { name.hasPrefix($0) } || name == "up"
    }

    static func selectors(_ expression: String) -> [Selector] {
        let tokens = tokens(expression)
        return tokens.indices.compactMap { index in
            guard case .name(let metric) = tokens[index], isMetric(metric) else { return nil }
            var selector = Selector(metric: metric, function: function(before: index, tokens))
            var next = index + 1
            if next < tokens.count, tokens[next] == .sign("{") {
                next += 1
                while next + 2 < tokens.count, case .name(let label) = tokens[next],
                    case .sign(let sign) = tokens[next + 1], case .text(let value) = tokens[next + 2]
                {
                    selector.matchers.append(.init(label: label, sign: sign, value: value))
                    next += tokens[next + 3] == .sign(",") ? 4 : 3
                }
                next += 1
            }
            if next + 1 < tokens.count, tokens[next] == .sign("["), case .name(let range) = tokens[next + 1] {
                selector.range = range
            }
            return selector
        }
    }

    /// The names within `by (…)`, of all of them.
    static func groupings(_ expression: String) -> [[String]] {
        let tokens = tokens(expression)
        return tokens.indices.filter { tokens[$0] == .name("by") }.map { index in
            tokens[(index + 1)...].prefix { $0 != .sign(")") }.compactMap { token in
                if case .name(let name) = token { name } else { nil }
            }
        }
    }

    private static func function(before index: Int, _ tokens: [Token]) -> String? {
        guard index >= 2, tokens[index - 1] == .sign("("), case .name(let name) = tokens[index - 2] else {
            return nil
        }
        return name
    }

    private static func tokens(_ expression: String) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(expression)
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if first == "\"" {
                let text = rest.dropFirst().prefix { $0 != "\"" }
                tokens.append(.text(String(text)))
                rest = rest.dropFirst(text.count + 2)
            } else if isOfName(first) {
                let name = rest.prefix(while: isOfName)
                tokens.append(.name(String(name)))
                rest = rest.dropFirst(name.count)
            } else {
                let length = ["=~", "!~", "!="].contains { rest.hasPrefix($0) } ? 2 : 1
                tokens.append(.sign(String(rest.prefix(length))))
                rest = rest.dropFirst(length)
            }
        }
        return tokens
    }

    private static func isOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_:$".contains(character)
    }
}
