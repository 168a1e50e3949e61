import FoundationEssentials

/// What is mounted where, in the view of this process.
struct MountTable {
    static let path = "/proc/self/mountinfo"

    /// As the kernel writes them: blanks and backslashes as octal numbers. Bytes, for in a text a blank may be
    /// one character with what follows it.
    private let points: Set<[UInt8]>

    /// Takes the content of that file: of each line the fifth field is where something is mounted.
    init(_ bytes: [UInt8]) {
        points = Set(
            bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
                return fields.count > 4 ? Array(fields[4]) : nil
            })
    }

    /// Whether something is mounted at this very path, links followed, and not only above it.
    func hasMount(at path: String) -> Bool {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        return points.contains(target.utf8.flatMap(Self.written))
    }

    private static func written(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: " "): Array(#"\040"#.utf8)
        case UInt8(ascii: "\t"): Array(#"\011"#.utf8)
        case UInt8(ascii: "\n"): Array(#"\012"#.utf8)
        case UInt8(ascii: "\\"): Array(#"\134"#.utf8)
        default: [byte]
        }
    }
}
