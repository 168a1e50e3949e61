import FoundationEssentials

/// The executables that are built together with this one.
enum BuiltProgram {
    /// Where `name` is: beside this program.
    static func path(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchmarkError("no program at \(path): run `swift build -c release` first")
        }
        return path
    }
}
