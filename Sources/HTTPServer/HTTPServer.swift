public import DecommissionGate
internal import OwnThread

/// Serves HTTP through libmicrohttpd, on threads of its own.
///
/// Beyond what a handler answers it keeps these rules: HEAD gets GET's headers without a body; what is
/// malformed gets 400, too large a target 414, too many headers 431, too large a body 413; a body on GET or
/// HEAD is refused, any other is read to a bound and thrown away; every error has a `Content-Type`; a client
/// that is slow, or holds connections without using them, loses them before it keeps others out.
public final class HTTPServer: Sendable {
    /// Where it listens: with the port that the system chose if it was asked to, and the IPv4 wildcard where
    /// every address was asked for and the kernel has no IPv6.
    public let address: ListenAddress
    /// The version of libmicrohttpd that runs here: "0.9.75".
    public static var libraryVersion: String { Daemon.libraryVersion }
    private let daemon: Daemon
    private let connections: Connections
    private let sweeper: Task<Void, Never>

    /// Listens on `address` and answers with `handler` from now on. Looks a name up, which may block.
    public init(
        on address: ListenAddress, limits: HTTPServerLimits = HTTPServerLimits(), handler: any HTTPHandler
    ) throws(HTTPServerError) {
        let listener = try Listener(on: address)
        let connections = Connections(limits: limits)
        self.address = listener.address
        self.connections = connections
        let site = Site(handler: handler, connections: connections, limits: limits)
        daemon = try Daemon(on: listener, site: site)
        sweeper = Task { await connections.sweepUntilCancelled() }
    }

    deinit { sweeper.cancel() }

    /// Accepts no connection any more, lets running requests end for `patience` at most, then ends.
    ///
    /// Returns when the last thread has ended; a second call does nothing.
    public func stop(within patience: Duration) async {
        daemon.quiesce()
        await connections.waitUntilIdle(until: .now + patience)
        // While it stops, libmicrohttpd 0.9.75 takes no response of its own for what it cannot read, and goes on as if
        // it had: that ends the process. So nobody is there any more who could send such a thing.
        await connections.end(until: .now + .seconds(1))
        sweeper.cancel()
        let daemon = daemon
        do throws(OwnThread.CannotStart) {
            try await OwnThread.run("http-stop") { daemon.end() }
        } catch {
            // Better a moment of blocking than a server that was not stopped.
            daemon.end()
        }
    }
}

/// What one server grants its clients.
public struct HTTPServerLimits: Sendable {
    /// Open connections; one more costs the one that has been waiting longest its place.
    public var connections = 128
    /// From the connection to the end of its first request line.
    public var firstRequest = Duration.seconds(10)
    /// From the request line to the last byte of the response.
    public var request = Duration.seconds(30)
    /// Between two requests of one connection. No usual scrape interval: client and server would race.
    public var idle = Duration.seconds(75)
    /// Bytes of a request's target; 414 beyond.
    public var target = 8 << 10
    /// Bytes of a request's headers, names and values; 431 beyond.
    public var headers = 16 << 10
    /// Bytes of a body, which is thrown away; 413 beyond.
    public var body = 1 << 20

    public init() {}
}
