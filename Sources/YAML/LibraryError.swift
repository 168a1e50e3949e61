import CYAML
import DecommissionGate

/// An error as libyaml gives it. Its texts are constants of the library: nothing of the file is in them.
struct LibraryError {
    let kind: yaml_error_type_t
    let problem: String?
    let position: SourcePosition
    /// "while parsing a flow sequence", and where that began.
    let context: String?
    let contextPosition: SourcePosition

    /// What it says of a character where only a new token could stand.
    private static let noToken = "found character that cannot start any token"

    /// What it says of a tab where YAML allows one if nothing but a comment follows.
    static let strictAboutTabs = [noToken, "found a tab character that violates indentation"]

    var inWords: SyntaxProblem {
        if kind == YAML_MEMORY_ERROR { return SyntaxProblem(at: position, "no memory to read this file") }
        let what = problem ?? "not YAML"
        guard let context, contextPosition.line != position.line else {
            return SyntaxProblem(at: position, what, mend: mend)
        }
        return SyntaxProblem(
            at: position, "\(what), \(context) that began in line \(contextPosition.line)", mend: mend)
    }

    /// What people usually did; nil where the library's words say enough.
    private var mend: String? {
        switch problem {
        case "mapping values are not allowed in this context":
            "indent keys of one level alike, and quote a value that holds \": \" or begins with ["
        case "did not find expected node content":
            "quote a value that begins with a bracket, as in \"[::1]:9092\""
        case "did not find expected <document start>":
            "begin every key of the outermost level in the same column"
        case "did not find expected key":
            "indent keys of one level alike, and quote a value that begins with a quote or a bracket"
        case "could not find expected ':'": "write key: value, with a space after the colon"
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            "close the bracket, separate with commas, and quote a value that holds brackets"
        case "found unexpected end of stream": "close the quote"
        case Self.noToken: "quote a value that begins with %, @ or `"
        case "found unknown escape character": "use single quotes: in double quotes \\ begins an escape"
        case "found undefined tag handle": "quote a value that begins with !"
        case "found incompatible YAML document": "remove the %YAML line"
        default: nil
        }
    }
}
