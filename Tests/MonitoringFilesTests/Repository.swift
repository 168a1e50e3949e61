import Foundation

/// The files that are looked at, where they stand.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Names in a folder, sorted.
    static func names(in folder: String, ending suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix(suffix) }.sorted()
    }
}

/// Programs of Prometheus and Alertmanager, which judge our files as they judge everybody's.
enum Tool: String {
    case promtool, amtool
    case bash

    var path: String { "/usr/bin/\(rawValue)" }
    var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    static let noPromtool =
        "promtool is not installed: apt-get install prometheus, or scripts/install-packages --tests"
    static let noAmtool =
        "amtool is not installed: apt-get install prometheus-alertmanager, or scripts/install-packages --tests"

    /// Runs it to its end in a folder, by default the repository's root.
    func run(_ arguments: [String], in folder: URL = Repository.root) throws -> (status: Int32, said: String)
    {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

/// A folder of its own for the time of a test.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
