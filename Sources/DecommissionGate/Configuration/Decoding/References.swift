/// Replaces `${env:NAME}` and `${file:PATH}`; `$${` stands for `${` itself.
struct References {
    /// Names the variable or the file, never its content.
    struct Problem: Error {
        var what: String
        var mend: String?
    }

    private let loading: Loading

    init(_ loading: Loading) { self.loading = loading }

    func replace(in written: String, at place: Place) throws(Problem) -> Text {
        var value = ""
        var isReferenced = false
        var rest = written[...]
        while let dollar = rest.firstIndex(of: "$") {
            value += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                value += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    throw Problem(what: "a ${ without its }", mend: "write $${ for the characters themselves")
                }
                value += try target(of: rest[..<end].dropFirst(2))
                isReferenced = true
                rest = rest[end...].dropFirst()
            } else {
                value += "$"
                rest = rest.dropFirst()
            }
        }
        return Text(value: value + rest, written: written, isReferenced: isReferenced, place: place)
    }

    private func target(of reference: Substring) throws(Problem) -> String {
        if reference.hasPrefix("env:") { return try variable(reference.dropFirst(4)) }
        if reference.hasPrefix("file:") { return try file(String(reference.dropFirst(5))) }
        let ways = "write ${env:NAME} for an environment variable, ${file:PATH} for a file, $${ for ${ itself"
        guard isName(reference) else { throw Problem(what: "a ${ that is no reference", mend: ways) }
        throw Problem(what: "${\(reference)} does not say where to look", mend: "write ${env:\(reference)}")
    }

    /// What is no name is not repeated in messages: it can be a part of a password.
    private func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private func variable(_ name: Substring) throws(Problem) -> String {
        guard isName(name) else {
            throw Problem(
                what: "a ${env:…} without a variable's name", mend: "write ${env:NAME}; it takes no default")
        }
        guard let value = loading.surroundings.variable(String(name)) else {
            throw Problem(what: "the environment variable \(name) is not set", mend: nil)
        }
        guard !value.isEmpty else {
            throw Problem(what: "the environment variable \(name) is empty", mend: nil)
        }
        return value
    }

    private func file(_ path: String) throws(Problem) -> String {
        guard !path.isEmpty else { throw Problem(what: "${file:} names no file", mend: nil) }
        let bytes: [UInt8]
        do {
            bytes = try loading.surroundings.contents(loading.resolve(path))
        } catch {
            throw Problem(what: "the file \(path) \(error.reason)", mend: nil)
        }
        guard var content = String(validating: bytes, as: UTF8.self) else {
            throw Problem(what: "the file \(path) is not UTF-8", mend: nil)
        }
        // Editors and `echo` end a file with a newline that no password has. "\r\n" is one character.
        if let last = content.last, last == "\n" || last == "\r\n" { content.removeLast() }
        guard !content.isEmpty else { throw Problem(what: "the file \(path) is empty", mend: nil) }
        return content
    }
}
