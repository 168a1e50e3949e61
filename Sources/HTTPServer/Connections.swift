internal import Glibc
internal import Synchronization

/// The open connections and how long each may go on as it is.
///
/// libmicrohttpd's own timeout ends a connection on which nothing is heard; one byte now and then keeps it
/// open for ever. So each connection also has a deadline, and when there are too many, the one that has been
/// as it is for longest has to go: whoever holds connections loses them, whoever uses them is served.
final class Connections: Sendable {
    private struct Connection {
        var socket: Int32
        /// Since when it waits for a request, or works on one.
        var since: ContinuousClock.Instant
        var deadline: ContinuousClock.Instant
        var isBusy = false
        /// Shut down by us; libmicrohttpd has not closed it yet.
        var isEnding = false

        /// Always under the lock, so that the socket cannot be closed and its number be another's meanwhile.
        mutating func end() {
            guard !isEnding else { return }
            isEnding = true
            shutdown(socket, Int32(SHUT_RDWR))
        }
    }
    private let open = Mutex<[ConnectionKey: Connection]>([:])
    /// Whoever comes now is too late.
    private let isStopping = Atomic(false)
    private let limits: HTTPServerLimits

    init(limits: HTTPServerLimits) { self.limits = limits }

    /// A client connected.
    func opened(_ key: ConnectionKey, socket: Int32) {
        let now = ContinuousClock.now
        open.withLock { open in
            let staying = open.filter { !$0.value.isEnding }
            if staying.count >= limits.connections,
                let oldest = staying.min(by: { $0.value.since < $1.value.since })
            {
                open[oldest.key]?.end()
            }
            open[key] = Connection(socket: socket, since: now, deadline: now + limits.firstRequest)
            if isStopping.load(ordering: .sequentiallyConsistent) { open[key]?.end() }
        }
    }

    /// Its request line was read.
    func began(_ key: ConnectionKey) { change(key, isBusy: true, patience: limits.request) }

    /// Its response was sent, or its request given up.
    func finished(_ key: ConnectionKey) { change(key, isBusy: false, patience: limits.idle) }

    /// Called before its socket is closed: the number may be another's right after.
    func closed(_ key: ConnectionKey) { open.withLock { $0[key] = nil } }

    private func change(_ key: ConnectionKey, isBusy: Bool, patience: Duration) {
        let now = ContinuousClock.now
        open.withLock { open in
            open[key]?.since = now
            open[key]?.deadline = now + patience
            open[key]?.isBusy = isBusy
        }
    }

    /// Ends whatever is past its deadline, every quarter of a second.
    func sweepUntilCancelled() async {
        while true {
            do { try await Task.sleep(for: .milliseconds(250)) } catch { return }
            let now = ContinuousClock.now
            open.withLock { open in
                for (key, connection) in open where connection.deadline < now { open[key]?.end() }
            }
        }
    }

    /// Ends all of them, and returns when the last is closed, or at `deadline`.
    func end(until deadline: ContinuousClock.Instant) async {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        open.withLock { open in
            for key in open.keys { open[key]?.end() }
        }
        while ContinuousClock.now < deadline, open.withLock({ !$0.isEmpty }) {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
    }

    /// Returns when no request is being worked on, or at `deadline`.
    func waitUntilIdle(until deadline: ContinuousClock.Instant) async {
        while ContinuousClock.now < deadline, open.withLock({ $0.values.contains(where: \.isBusy) }) {
            do { try await Task.sleep(for: .milliseconds(10)) } catch { return }
        }
    }
}

/// libmicrohttpd's connection, as a name only.
struct ConnectionKey: Hashable, Sendable {
    private let address: UInt
    init(_ connection: OpaquePointer) { address = UInt(bitPattern: connection) }
}
