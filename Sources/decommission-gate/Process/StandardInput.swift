import Glibc

/// What a pipe or a person hands to the program.
enum StandardInput {
    /// All of it, to its end.
    static func contents(atMost limit: Int) throws(Failure) -> [UInt8] {
        var contents: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while contents.count <= limit {
            let count = read(STDIN_FILENO, &piece, piece.count)
            if count == 0 { return contents }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(.configuration, "standard input: \(String(cString: strerror(errno)))")
            }
            contents += piece[..<count]
        }
        throw Failure(.configuration, "standard input: is larger than \(limit) bytes")
    }
}
