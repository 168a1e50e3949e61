/// A flag of a command.
struct Option: Sendable {
    /// Without the dashes: `web.listen-address`.
    let name: String
    let kind: Kind
    /// One sentence for help.
    let summary: String

    /// What follows the flag.
    enum Kind: Sendable {
        /// Nothing.
        case plain
        /// A value, called so in help: `ADDRESS`.
        case value(String)
        /// Known by name, and refused with the reason.
        case notInThisVersion(String)
    }

    init(_ name: String, _ kind: Kind, _ summary: String) {
        self.name = name
        self.kind = kind
        self.summary = summary
    }

    /// As it is typed.
    var usage: String {
        switch kind {
        case .plain, .notInThisVersion: "--\(name)"
        case .value(let metavariable): "--\(name) \(metavariable)"
        }
    }
}
