import Foundation

/// Other people's programs that judge our pages.
enum Tool {
    static func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    static let hasPrometheusClient: Bool = {
        do {
            return try python("import prometheus_client.openmetrics.parser", input: []).status == 0
        } catch {
            return false
        }
    }()

    static func python(_ program: String, input: [UInt8]) throws -> (status: Int32, output: String) {
        try run("/usr/bin/python3", ["-c", program], input: input)
    }

    /// Runs a program to its end; its output and its complaints are taken together.
    static func run(_ path: String, _ arguments: [String], input: [UInt8]) throws -> (
        status: Int32, output: String
    ) {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "input")
        try Data(input).write(to: file)
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
