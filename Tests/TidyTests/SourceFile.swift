import Foundation

/// A file of this repository, or an example of one.
struct SourceFile: Sendable {
    /// From the root of the repository: `Sources/Quiescence/Plan/Plan.swift`.
    let path: String
    let lines: [String]
    /// The same without literal text and comments, which may say anything.
    let code: [String]

    init(path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = lines.map(Self.code)
    }

    /// The target that it belongs to: `Quiescence`.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    private static func code(of line: String) -> String {
        var code: [UInt8] = []
        var isText = false
        var bytes = line.utf8.makeIterator()
        while let byte = bytes.next() {
            switch (byte, isText) {
            case (UInt8(ascii: "\""), _): isText.toggle()
            case (UInt8(ascii: "\\"), true): _ = bytes.next()
            case (UInt8(ascii: "/"), false) where code.last == byte:
                return String(decoding: code.dropLast(), as: UTF8.self)
            case (_, false): code.append(byte)
            case (_, true): break
            }
        }
        return String(decoding: code, as: UTF8.self)
    }

    /// The module that a line of code imports; nil if it imports none.
    static func imported(by line: String) -> String? {
        guard line.contains("import") else { return nil }
        return line.firstMatch(of: /^\s*(?:@\w+\s+|\w+\s+)*import\s+(\w+)/).map { String($0.output.1) }
    }

    /// All Swift files of this repository, read once for all tests.
    static let all = Result { try all(in: "Sources") + all(in: "Tests") }

    /// All Swift files below `folder`.
    private static func all(in folder: String) throws -> [SourceFile] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            let path = "\(folder)/\(name)"
            return SourceFile(path: path, try text(at: path))
        }
    }

    /// The text of a file of this repository.
    static func text(at path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
