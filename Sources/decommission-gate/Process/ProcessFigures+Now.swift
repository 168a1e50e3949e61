import DecommissionGate
import Glibc
import Quiescence

extension ProcessFigures {
    /// What the kernel says about this process now (proc(5)).
    static var now: ProcessFigures {
        var figures = ProcessFigures()
        figures.openFiles = countOpenFiles()
        figures.maxFiles = fileLimit()
        // The second field is the program's name in parentheses, and may hold anything; fields are counted
        // from the last parenthesis, so that the first one here is the third of the manual.
        guard let stat = contents(of: "/proc/self/stat"), let name = stat.lastIndex(of: ")") else {
            return figures
        }
        let fields = stat[stat.index(after: name)...].split(separator: " ").map { Int64($0) }
        func field(_ number: Int) -> Int64? { fields.indices.contains(number - 3) ? fields[number - 3] : nil }

        if let user = field(14), let system = field(15) { figures.cpu = ticks(user + system) }
        figures.virtualBytes = field(23)
        figures.residentBytes = field(24).map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) }
        if let afterBoot = field(22), let boot = bootTime {
            figures.started = boot.advanced(by: ticks(afterBoot))
        }
        return figures
    }

    private static func ticks(_ count: Int64) -> Duration {
        .milliseconds(count * 1000 / Int64(max(1, sysconf(Int32(_SC_CLK_TCK)))))
    }

    /// When the machine was started: a line `btime SECONDS`.
    private static var bootTime: WallTime? {
        contents(of: "/proc/stat")?.split(separator: "\n")
            .first { $0.hasPrefix("btime ") }
            .flatMap { Int64($0.dropFirst(6)) }
            .map { WallTime(millisecondsSince1970: $0 * 1000) }
    }

    private static func countOpenFiles() -> Int64? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count: Int64 = 0
        while readdir(directory) != nil { count += 1 }
        // Not ".", "..", and the descriptor of this very look.
        return count - 3
    }

    private static func fileLimit() -> Int64? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int64(exactly: limit.rlim_cur)
    }

    /// The first 64 KiB of a file of the kernel's, which has no size of its own.
    private static func contents(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = Glibc.read(file, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
