import DecommissionGate
import Glibc

/// What a file holds, read to its end; a pipe too, so that `--config.file <(…)` works.
func bytes(ofFile path: String) throws(UnreadableFile) -> [UInt8] {
    let limit = 4 << 20
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw UnreadableFile("cannot be read: \(systemError(errno))") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = read(file, &buffer, buffer.count)
        if count == 0 { return bytes }
        if count < 0 {
            if errno == EINTR { continue }
            throw UnreadableFile("cannot be read: \(systemError(errno))")
        }
        bytes += buffer.prefix(count)
        guard bytes.count <= limit else { throw UnreadableFile("is larger than \(limit >> 20) MiB") }
    }
}

/// The system's words for an error number: "No such file or directory".
private func systemError(_ code: Int32) -> String { String(cString: strerror(code)) }
