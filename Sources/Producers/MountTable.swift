import FoundationEssentials

/// What is mounted where, in the view of this process.
struct MountTable {
    static let path = "/proc/self/mountinfo"

    /// As the kernel writes them: blanks and backslashes as octal numbers.
    private let points: Set<Substring>

    /// Takes the content of that file: of each line the fifth field is where something is mounted.
    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        points = Set(
            lines.compactMap { line in
                let fields = line.split(separator: " ", maxSplits: 5)
                return fields.count > 4 ? fields[4] : nil
            })
    }

    /// Whether something is mounted at this very path, links followed, and not only above it.
    func hasMount(at path: String) -> Bool {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let written = target.map { character in
            switch character {
            case " ": "\\040"
            case "\t": "\\011"
            case "\n": "\\012"
            case "\\": "\\134"
            default: String(character)
            }
        }
        return points.contains(Substring(written.joined()))
    }
}
