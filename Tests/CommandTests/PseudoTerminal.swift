import Foundation
import Glibc
import Synchronization

/// A terminal that a test looks into, as wide as it wants.
final class PseudoTerminal: Sendable {
    /// What a program writes to.
    let end: FileHandle
    private let master: Int32
    private let received = Mutex<[UInt8]>([])

    /// Linux's own way: the C library's four calls are hidden from Swift behind a feature macro.
    init(columns: UInt16) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        var isLocked: Int32 = 0
        let (getNumber, setLock) = (UInt(0x8004_5430), UInt(0x4004_5431))
        guard master >= 0, ioctl(master, setLock, &isLocked) == 0, ioctl(master, getNumber, &number) == 0
        else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        end = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        resize(columns: columns)
    }

    deinit { close(master) }

    func resize(columns: UInt16) {
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// All that was written so far.
    var text: String {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        return received.withLock { received in
            // The buffer of a terminal is small: it is emptied before anybody waits for it.
            while true {
                var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                guard poll(&watched, 1, 0) > 0, watched.revents & Int16(POLLIN) != 0 else { break }
                let count = read(master, &piece, piece.count)
                guard count > 0 else { break }
                received += piece[..<count]
            }
            return String(decoding: received, as: UTF8.self)
        }
    }

    /// What stood on its last line, one time after the other, as a person saw it.
    var lines: [String] {
        text.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: false).map(String.init)
    }
}
