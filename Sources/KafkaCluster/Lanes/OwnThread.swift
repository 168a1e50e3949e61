internal import CRDKafka
import Glibc

/// Starts threads that are no part of Swift's cooperative pool.
enum OwnThread {
    /// Runs `body` on a new detached thread; false where the system has no thread left.
    @discardableResult
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let handover = Unmanaged.passRetained(Body(name: name, run: body))
        var thread = pthread_t()
        let refused = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
                pthread_setname_np(pthread_self(), body.name)
                body.run()
                return nil
            }, handover.toOpaque())
        guard refused == 0 else {
            handover.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class Body: Sendable {
        /// Fifteen bytes at most: what Linux keeps of a thread's name.
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = String(name.prefix(15))
            self.run = run
        }
    }
}
