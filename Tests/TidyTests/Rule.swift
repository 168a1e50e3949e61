import Testing

/// Something that no file may do.
struct Rule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A file that does it, so that a rule which finds nothing any more is found out.
    let example: SourceFile
    /// What is wrong with a file, by line.
    let violations: @Sendable (SourceFile) -> [String]

    /// A rule about single lines of code.
    init(
        _ description: String, example: SourceFile,
        line isWrong: @escaping @Sendable (_ line: String, SourceFile) -> Bool
    ) {
        self.init(description, example: example) { file in
            file.code.enumerated().filter { isWrong($0.element, file) }
                .map { "\(file.path):\($0.offset + 1): \(file.lines[$0.offset])" }
        }
    }

    init(
        _ description: String, example: SourceFile,
        file violations: @escaping @Sendable (SourceFile) -> [String]
    ) {
        testDescription = description
        self.example = example
        self.violations = violations
    }
}

extension Rule {
    static let all = [
        coreImportsNothing, librariesStopAtTheirAdapter, onlyEssentials, filesAreShort, nothingCrashes,
        everyCaseIsNamed,
    ]

    static let coreImportsNothing = Rule(
        "The core imports nothing: it is a function of what it is handed",
        example: SourceFile(path: "Sources/Quiescence/A.swift", "public import FoundationEssentials\n")
    ) { line, file in
        file.target == "Quiescence" && SourceFile.imported(by: line) != nil
    }

    /// Which targets may know which C library: librdkafka asks clusters, can be one, and is what the benchmark
    /// compares with.
    private static let adapters: [String: Set<String>] = [
        "CRDKafka": ["KafkaCluster", "MockKafka", "benchmark"], "CMicrohttpd": ["HTTPServer"],
        "CCurl": ["HTTPClient"],
        "CYAML": ["YAML"], "CZlib": ["Compression"], "CCrypto": ["Digest"], "CThreadName": ["OwnThread"],
        "CSQLite": ["EvidenceJournal"],
        "CGetopt": ["decommission-gate"], "CMalloc": ["Allocator"],
    ]

    static let librariesStopAtTheirAdapter = Rule(
        "A C library is known to its one adapter, and handed on by none",
        example: SourceFile(path: "Sources/Producers/A.swift", "internal import CYAML\n")
    ) { line, file in
        guard let module = SourceFile.imported(by: line), module.firstMatch(of: /^C[A-Z]/) != nil else {
            return false
        }
        return file.path.hasPrefix("Sources/")
            && (adapters[module]?.contains(file.target) != true || line.contains("public import"))
    }

    static let onlyEssentials = Rule(
        "The program takes the essentials of Foundation and not the rest",
        example: SourceFile(path: "Sources/YAML/A.swift", "import Foundation\n")
    ) { line, file in
        file.path.hasPrefix("Sources/") && SourceFile.imported(by: line) == "Foundation"
    }

    static let filesAreShort = Rule(
        "A file has at most 300 lines",
        example: SourceFile(path: "Tests/A.swift", String(repeating: "\n", count: 301))
    ) { (file: SourceFile) in
        // The newline at the end begins no line.
        let count = file.lines.count - 1
        return count > 300 ? ["\(file.path): \(count) lines"] : []
    }

    static let nothingCrashes = Rule(
        "Nothing from outside can end the program",
        example: SourceFile(path: "Sources/YAML/A.swift", "let text = try! read()\n")
    ) { line, file in
        file.path.hasPrefix("Sources/")
            && ["try!", "try?", "as!", "fatalError(", "precondition(", "preconditionFailure("]
                .contains(where: line.contains)
    }

    static let everyCaseIsNamed = Rule(
        "The core names every case: a new one must be judged, not fall through",
        example: SourceFile(path: "Sources/Quiescence/A.swift", "        default: true\n")
    ) { line, file in
        let label = line.drop { $0 == " " }
        return file.target == "Quiescence" && (label.hasPrefix("default:") || label.hasPrefix("case _:"))
    }
}
