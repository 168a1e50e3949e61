import Glibc

/// Standard input, output and error, as the caller handed them over.
enum StandardStreams {
    /// Writes all of `text`; answers `errno` where that cannot be done.
    static func write(_ text: String, to stream: Int32) -> Int32? {
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(stream, $0.baseAddress, $0.count) }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    /// Puts /dev/null, opened so that it cannot be written to, where the caller closed one of the three: else
    /// the next file or socket would take its number, and what is printed would go there.
    static func fillGaps() {
        for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) == -1 {
            // The lowest free number is taken, which is this one.
            _ = open("/dev/null", O_RDONLY)
        }
    }
}
