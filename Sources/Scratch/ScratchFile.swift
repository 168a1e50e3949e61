public import DecommissionGate
internal import Glibc
public import Quiescence

/// A temporary file without a name: it is gone with this value, and with the process whatever ends it.
///
/// It holds digests and offsets, and nothing of a record.
public final class ScratchFile: RowStorage {
    private let descriptor: Int32
    private var count = 0

    private static let rowSize = Row.wordCount * MemoryLayout<UInt64>.size

    /// Where temporary files may be large: `TMPDIR`, or /var/tmp, for /tmp is often a piece of memory.
    public static var directory: String {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return named.isEmpty ? "/var/tmp" : named
    }

    public init(in directory: String = ScratchFile.directory) throws(Cause) {
        var path = Array("\(directory)/decommission-gate-XXXXXX".utf8CString)
        // Readable by nobody else: mkstemp(3) asks for 0600.
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else {
            throw Cause(
                .refused, "a temporary file in \(directory): \(String(cString: strerror(errno)))",
                remedy: "set TMPDIR to a directory that this user may write to")
        }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    public func write(_ rows: [Row]) throws(Cause) -> Range<Int> {
        var words: [UInt64] = []
        words.reserveCapacity(rows.count * Row.wordCount)
        for row in rows { row.append(to: &words) }
        let place = count * Self.rowSize
        let error = words.withUnsafeBytes { bytes in
            transfer(bytes.count) { done in
                pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, place + done)
            }
        }
        if let error { throw Self.cause("writing", error) }
        count += rows.count
        return count - rows.count..<count
    }

    public func read(_ places: Range<Int>) throws(Cause) -> [Row] {
        var words = [UInt64](repeating: 0, count: places.count * Row.wordCount)
        let place = places.lowerBound * Self.rowSize
        let error = words.withUnsafeMutableBytes { bytes in
            transfer(bytes.count) { done in
                pread(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, place + done)
            }
        }
        if let error { throw Self.cause("reading", error) }
        return stride(from: 0, to: words.count, by: Row.wordCount).compactMap { start in
            Row(words: words[start..<start + Row.wordCount])
        }
    }

    /// Repeats `step`, which is told how many bytes are done, until all are; answers `errno` where that fails.
    private func transfer(_ count: Int, _ step: (_ done: Int) -> Int) -> Int32? {
        var done = 0
        while done < count {
            let more = step(done)
            if more > 0 {
                done += more
            } else if more == 0 {
                return EIO
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    private static func cause(_ what: String, _ error: Int32) -> Cause {
        Cause(
            .refused, "\(what) a temporary file in \(directory): \(String(cString: strerror(error)))",
            remedy: "make room there, or set TMPDIR to a directory with more")
    }
}
