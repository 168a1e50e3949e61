import Glibc
import OwnThread

/// Signals as events. None runs code of ours in a handler: a thread waits for them.
enum Signals {
    enum Event: Sendable {
        /// SIGTERM or SIGINT.
        case stop
        /// SIGHUP.
        case reload
    }

    /// Must run before any other thread is started: each one inherits what is blocked. A blocked signal
    /// reaches the waiting thread even in PID 1, where the kernel drops what has no handler.
    static func block() {
        var set = awaited
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// A reader that went away must not end the service.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// What arrives from now on, for one reader.
    ///
    /// After the first `stop` the process ends by itself at a second one, or when `patience` is over,
    /// whatever hangs: nothing is lost by that, for the service keeps nothing that is not written yet. Its code is
    /// then `code`, which a command that gives a verdict must not leave at "done".
    static func events(patience: Duration, endingWith code: ExitCode = .done) throws(Failure)
        -> AsyncStream<Event>
    {
        let (events, arrival) = AsyncStream<Event>.makeStream()
        let isWaiting = OwnThread.start("signals") {
            while true {
                switch wait() {
                case .reload: arrival.yield(.reload)
                case .stop:
                    arrival.yield(.stop)
                    endAtNextStop(orAfter: patience, code)
                }
            }
        }
        guard isWaiting else { throw Failure(.ourFault, "the system has no thread left to wait for signals") }
        return events
    }

    private static var awaited: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
        return set
    }

    private static func wait() -> Event {
        var set = awaited
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return signal == SIGHUP ? .reload : .stop
    }

    private static func endAtNextStop(orAfter patience: Duration, _ code: ExitCode) -> Never {
        var set = awaited
        sigdelset(&set, SIGHUP)
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            let left = (deadline - .now).components
            var time = timespec(
                tv_sec: Int(left.seconds), tv_nsec: Int(left.attoseconds / 1_000_000_000))
            if sigtimedwait(&set, nil, &time) > 0 { break }
        }
        _exit(code.rawValue)
    }
}
