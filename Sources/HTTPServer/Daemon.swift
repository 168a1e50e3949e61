internal import CMicrohttpd
internal import DecommissionGate
internal import Glibc
internal import Synchronization

/// The owner of libmicrohttpd's server: started here, ended in one place.
final class Daemon: Sendable {
    private let handle: Mutex<Handle?>

    static var libraryVersion: String { String(cString: MHD_get_version()) }

    init(on listener: consuming Listener, site: Site) throws(HTTPServerError) {
        handle = Mutex(try Handle(on: listener, site: site))
    }

    /// Accepts no connection any more; the open ones go on.
    func quiesce() { handle.withLock { $0?.quiesce() } }

    /// Ends every connection and every thread; blocks until the last is gone. Does nothing the second time.
    func end() {
        let handle = handle.withLock { $0.take() }
        _ = consume handle
    }

    private struct Handle: ~Copyable, @unchecked Sendable {
        private let listener: Listener
        private let daemon: OpaquePointer
        /// What the callbacks get as their context; alive until the last thread has ended.
        private let site: Unmanaged<Site>

        init(on listener: consuming Listener, site: Site) throws(HTTPServerError) {
            let address = listener.address
            let retained = Unmanaged.passRetained(site)
            let callbacks = gate_mhd_callbacks(
                context: retained.toOpaque(), answer: answer, completed: requestCompleted,
                connection: connectionChanged, target: requestBegan)
            let limits = gate_mhd_limits(
                threads: 4,
                // Shared out among the threads; ``Connections`` keeps the true bound, well below each share.
                connections: UInt32(4 * (site.limits.connections + 32)),
                idle_seconds: UInt32(clamping: site.limits.idle.components.seconds + 1),
                // Above what we refuse ourselves: libmicrohttpd's own refusals have no type.
                memory: (16 << 10) + site.limits.target + 2 * site.limits.headers)
            guard let daemon = gate_mhd_start(listener.descriptor, callbacks, limits) else {
                retained.release()
                throw HTTPServerError(address, .system(call: "MHD_start_daemon", code: errno))
            }
            self.listener = listener
            self.daemon = daemon
            self.site = retained
        }

        func quiesce() {
            // A second call gets −1 and changes nothing; the socket is the listener's either way.
            if MHD_quiesce_daemon(daemon) >= 0 { listener.refuse() }
        }

        deinit {
            quiesce()
            MHD_stop_daemon(daemon)
            site.release()
        }
    }
}

// libmicrohttpd calls these on its threads. They find the server by the context, which outlives them.

private func requestBegan(
    context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let context, let connection else { return nil }
    Unmanaged<Site>.fromOpaque(context).takeUnretainedValue().connections.began(ConnectionKey(connection))
    let bytes = target.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    return Unmanaged.passRetained(Exchange(target: bytes ?? [])).toOpaque()
}

private func answer(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, upload: UnsafePointer<CChar>?,
    uploadSize: UnsafeMutablePointer<Int>?, exchange: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context, let connection, let method, let version, let uploadSize,
        let exchange = exchange?.pointee
    else { return .NO }
    let site = Unmanaged<Site>.fromOpaque(context).takeUnretainedValue()
    let state = Unmanaged<Exchange>.fromOpaque(exchange).takeUnretainedValue()
    let received = uploadSize.pointee
    uploadSize.pointee = 0
    let response: HTTPResponse?
    if !state.hasBegun {
        let head = RequestHead(
            method: String(cString: method), target: state.target, version: String(cString: version),
            fields: headerFields(of: connection))
        response = state.begin(head, limits: site.limits, site.handler)
    } else if received > 0 {
        // libmicrohttpd takes no response in the midst of a body.
        state.discard(received)
        response = nil
    } else {
        response = state.end(limits: site.limits, site.handler)
    }
    return response.map { queue($0, on: connection) } ?? .YES
}

private func requestCompleted(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    exchange: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_RequestTerminationCode
) {
    if let state = exchange?.pointee {
        Unmanaged<Exchange>.fromOpaque(state).release()
        exchange?.pointee = nil
    }
    guard let context, let connection else { return }
    Unmanaged<Site>.fromOpaque(context).takeUnretainedValue().connections.finished(ConnectionKey(connection))
}

private func connectionChanged(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_ConnectionNotificationCode
) {
    guard let context, let connection else { return }
    let connections = Unmanaged<Site>.fromOpaque(context).takeUnretainedValue().connections
    switch code {
    case .CONNECTION_NOTIFY_STARTED:
        connections.opened(ConnectionKey(connection), socket: gate_mhd_socket(connection))
    case .CONNECTION_NOTIFY_CLOSED:
        connections.closed(ConnectionKey(connection))
    }
}

/// What the callbacks of one server share.
final class Site: Sendable {
    let handler: any HTTPHandler
    let connections: Connections
    let limits: HTTPServerLimits

    init(handler: any HTTPHandler, connections: Connections, limits: HTTPServerLimits) {
        self.handler = handler
        self.connections = connections
        self.limits = limits
    }
}
