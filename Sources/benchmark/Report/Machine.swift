import FoundationEssentials
import Glibc

/// The machine that everything is measured on.
struct Machine: Sendable, Encodable, CustomStringConvertible {
    let cores: Int
    let memoryBytes: Int
    /// Processes that wanted to run, on average over the last minute: above ``cores`` times say little.
    let load: Double

    static var this: Machine {
        Machine(
            cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)), load: loadNow)
    }

    private static var loadNow: Double {
        var load = 0.0
        return getloadavg(&load, 1) == 1 ? load : 0
    }

    var description: String {
        "\(cores) cores with a load of \((load * 10).rounded() / 10), \(memoryBytes >> 30) GB"
    }

    /// Today, as 2026-11-27.
    static var today: String { Date.now.formatted(.iso8601.year().month().day()) }
}

/// What a process has used so far.
struct ProcessUse: Sendable {
    /// User and system time.
    let cpu: Duration
    /// The most memory that it ever held (VmHWM).
    let peakBytes: Int

    /// Processor time of this process, in nanoseconds where ``cpu`` has hundredths of a second.
    static var preciseCPU: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Bytes that this process has handed to the kernel to be written, wherever to.
    static func bytesWritten() throws -> Int {
        let lines = try String(contentsOfFile: "/proc/self/io", encoding: .utf8).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("wchar:") }
        guard let bytes = line?.split(separator: " ").compactMap({ Int($0) }).first else {
            throw BenchmarkError("/proc/self/io does not say what was written")
        }
        return bytes
    }

    /// Of this process, or of the one with this number.
    static func of(_ process: Int32? = nil) throws -> ProcessUse {
        let folder = "/proc/\(process.map { "\($0)" } ?? "self")"
        let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = peak?.split(separator: " ").compactMap { Int($0) }.first
        let stat = try String(contentsOfFile: "\(folder)/stat", encoding: .utf8)
        // The process's name, the second field, may hold spaces; user and system time are the 14th and 15th.
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard let kilobytes, fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12])
        else { throw BenchmarkError("\(folder) does not tell memory and time") }
        let ticks = max(sysconf(Int32(_SC_CLK_TCK)), 1)
        return ProcessUse(
            cpu: .milliseconds((user + system) * 1000 / ticks), peakBytes: kilobytes * 1024)
    }
}
