import Foundation
import TestKafka

/// A browser without a window, told what to do over its debugging pipe. For one test at a time.
final class Chromium {
    struct Refused: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// What the browser says unasked.
    struct Event {
        let method: String
        let parameters: [String: Any]
    }

    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    static let skipReason = "no Chromium here: apt-get install chromium"

    private let workshop: Workshop
    private let process: ChildProcess
    private let commands: Int32
    private let answers: Int32
    private var received: [UInt8] = []
    private var number = 0
    private(set) var events: [Event] = []
    /// Of the tab that commands go to; nil for the browser itself.
    var session: String?

    init() throws {
        guard let path = Self.path else { throw Refused(Self.skipReason) }
        workshop = try Workshop()
        let pipes = ["commands", "answers"].map(workshop.path)
        for pipe in pipes where mkfifo(pipe, 0o600) != 0 {
            throw Refused("\(pipe): \(String(cString: strerror(errno)))")
        }
        // Opened for both directions, for else this would wait for the browser.
        commands = open(pipes[0], O_RDWR | O_CLOEXEC)
        answers = open(pipes[1], O_RDWR | O_CLOEXEC)
        let flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions",
            "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
            "--user-data-dir=\(workshop.path("profile"))", "about:blank",
        ]
        // The browser reads from descriptor 3 and writes to 4.
        process = try workshop.start(
            "chromium",
            ["/bin/sh", "-c", #"exec 3<"$0" 4>"$1"; shift; exec "$@""#] + pipes + [path] + flags)
    }

    deinit {
        close(commands)
        close(answers)
    }

    /// Ends it, and everything that it left behind.
    func quit() async {
        process.send(15)
        _ = await process.end(within: .seconds(10))
        workshop.forget("chromium")
        await workshop.close()
    }

    /// Sends one command and waits for its answer, a minute at most.
    @discardableResult
    func send(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        number += 1
        var command: [String: Any] = ["id": number, "method": method, "params": parameters]
        command["sessionId"] = session
        let bytes = try [UInt8](JSONSerialization.data(withJSONObject: command)) + [0]
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(commands, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Refused("\(method): the browser takes no commands") }
            sent += count
        }
        while true {
            let message = try next(for: method)
            if message["id"] as? Int == number {
                if let error = message["error"] { throw Refused("\(method): \(error)") }
                return message["result"] as? [String: Any] ?? [:]
            }
            take(message)
        }
    }

    /// Forgets what was said so far.
    func forget() { events = [] }

    private func take(_ message: [String: Any]) {
        guard let method = message["method"] as? String else { return }
        events.append(Event(method: method, parameters: message["params"] as? [String: Any] ?? [:]))
    }

    private func next(for method: String) throws -> [String: Any] {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = received.firstIndex(of: 0) {
                let message = Data(received[..<end])
                received.removeSubrange(...end)
                return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
            }
            var waiting = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 60_000) == 1 else {
                throw Refused("\(method): no answer in a minute: \(workshop.logTail("chromium"))")
            }
            let count = read(answers, &chunk, chunk.count)
            guard count > 0 else { throw Refused("\(method): the browser has gone") }
            received += chunk[..<count]
        }
    }
}
