/// A literal name or a pattern; two different things that never look alike.
public enum NameSelector: Hashable, Sendable {
    case name(String)
    /// A regular expression that must match the whole name.
    case pattern(String)
}

/// Compared byte by byte, as names are: a plan that spells another group is another plan.
extension NameSelector {
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.name(let left), .name(let right)), (.pattern(let left), .pattern(let right)):
            NameText(left) == NameText(right)
        case (.name, .pattern), (.pattern, .name): false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .name(let text), .pattern(let text): hasher.combine(NameText(text))
        }
    }
}

/// A selector with the operator's reason for it.
public struct NameRule: Hashable, Sendable {
    public var names: NameSelector
    public var reason: String

    public init(names: NameSelector, reason: String) {
        self.names = names
        self.reason = reason
    }
}

/// Rules made ready for matching; the first rule that matches wins.
///
/// Not `Sendable`, as a compiled `Regex` is not: it lives with the one evaluator that uses it.
public struct NameMatcher<Rule> {
    private enum Compiled {
        case name(String)
        case pattern(Regex<AnyRegexOutput>)
    }

    private var rules: [(compiled: Compiled, rule: Rule)]

    /// Throws where a pattern does not compile; the configuration has refused such a pattern before.
    public init(_ rules: [Rule], names: (Rule) -> NameSelector) throws {
        self.rules = try rules.map { rule in
            switch names(rule) {
            case .name(let name): (.name(name), rule)
            case .pattern(let pattern): (.pattern(try Self.compiled(pattern)), rule)
            }
        }
    }

    /// Left to itself a `Regex` takes é as one scalar for é as two, and any script's digits for `\d`.
    private static func compiled(_ pattern: String) throws -> Regex<AnyRegexOutput> {
        try Regex(pattern).matchingSemantics(.unicodeScalar).asciiOnlyCharacterClasses()
    }

    /// The first rule whose selector takes the whole of `name`.
    public func firstRule(matching name: String) -> Rule? {
        rules.first { entry in
            switch entry.compiled {
            case .name(let literal): literal.utf8.elementsEqual(name.utf8)
            case .pattern(let regex): Self.wholly(regex, matches: name)
            }
        }?.rule
    }

    /// A match can fail at run time only for a custom consumer, which no configured text can contain.
    private static func wholly(_ regex: Regex<AnyRegexOutput>, matches name: String) -> Bool {
        do {
            return try regex.wholeMatch(in: name) != nil
        } catch {
            return false
        }
    }
}
