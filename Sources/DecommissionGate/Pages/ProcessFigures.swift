import FoundationEssentials
import Glibc
public import Quiescence

/// What the kernel says about this process; a figure that could not be read is missing, never made up.
public struct ProcessFigures: Sendable, Equatable {
    /// User and system time.
    public var cpu: Duration?
    public var residentBytes: Int64?
    public var virtualBytes: Int64?
    public var openFiles: Int64?
    /// Nil where there is no limit.
    public var maxFiles: Int64?
    public var started: WallTime?

    public init() {}

    /// As they are now; takes well under a millisecond.
    public static var now: ProcessFigures { read(from: "/proc") }

    static func read(from proc: String) -> ProcessFigures {
        var figures = ProcessFigures()
        let files = FileManager.default
        func text(_ path: String) -> String? {
            files.contents(atPath: "\(proc)/\(path)").map { String(decoding: $0, as: UTF8.self) }
        }
        if let stat = text("self/stat") {
            figures.take(stat, kernel: text("stat") ?? "")
        }
        if let limits = text("self/limits") {
            let line = limits.split(separator: "\n").first { $0.hasPrefix("Max open files") }
            figures.maxFiles = line?.split(separator: " ").dropFirst(3).first.flatMap { Int64($0) }
        }
        do {
            figures.openFiles = Int64(try files.contentsOfDirectory(atPath: "\(proc)/self/fd").count)
        } catch {
            // Not readable: the figure stays missing, and its series with it.
        }
        return figures
    }

    /// Takes the fields that proc(5) numbers 14, 15, 22, 23 and 24; the process's name before them may
    /// hold spaces and parentheses, so they are counted from its last one.
    private mutating func take(_ stat: String, kernel: String) {
        guard let name = stat.lastIndex(of: ")") else { return }
        let fields = stat[stat.index(after: name)...].split { $0 == " " || $0 == "\n" }
        func field(_ number: Int) -> Int64? {
            fields.indices.contains(number - 3) ? Int64(fields[number - 3]) : nil
        }
        let ticksPerSecond = Int64(sysconf(Int32(_SC_CLK_TCK)))
        let pageSize = Int64(sysconf(Int32(_SC_PAGESIZE)))
        if let user = field(14), let system = field(15), ticksPerSecond > 0 {
            cpu = .milliseconds((user + system) * 1000 / ticksPerSecond)
        }
        virtualBytes = field(23)
        if let pages = field(24), pageSize > 0 { residentBytes = pages * pageSize }
        let boot = kernel.split(separator: "\n").first { $0.hasPrefix("btime ") }
        if let ticks = field(22), let seconds = boot.flatMap({ Int64($0.dropFirst("btime ".count)) }),
            ticksPerSecond > 0
        {
            started = WallTime(millisecondsSince1970: seconds * 1000 + ticks * 1000 / ticksPerSecond)
        }
    }
}
