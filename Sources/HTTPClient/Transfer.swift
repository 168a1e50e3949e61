internal import CCurl
internal import DecommissionGate
internal import Synchronization

/// One request, from its handle to its response. Performed once, on one thread; cancelled from any.
final class Transfer: Sendable {
    private let target: Target
    private let timeout: Duration
    private let headers: [HTTPHeader]
    private let bodyLimit: Int
    private let isCancelled = Atomic(false)

    init(target: Target, timeout: Duration, headers: [HTTPHeader], bodyLimit: Int) {
        self.target = target
        self.timeout = timeout
        self.headers = headers
        self.bodyLimit = bodyLimit
    }

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    fileprivate var shouldEnd: Bool { isCancelled.load(ordering: .relaxed) }

    /// Blocks until the response is whole or has failed.
    func perform() -> Result<HTTPResponse, HTTPClientError.Reason> {
        let received = Received(limit: bodyLimit)
        do throws(HTTPClientError.Reason) {
            let handle = try CurlHandle()
            try configure(handle)
            let code = try handle.perform(sending: headers, into: received, watching: self)
            guard code == CURLE_OK else { throw reason(code, received, handle.words(for: code)) }
            return .success(
                HTTPResponse(status: handle.status, headers: received.headers, body: received.body))
        } catch {
            return .failure(error)
        }
    }

    private func configure(_ handle: borrowing CurlHandle) throws(HTTPClientError.Reason) {
        try handle.set(CURLOPT_URL, target.url)
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_USERAGENT, "decommission-gate")
        // Without it a timeout of the resolver would be a signal to the whole process.
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_FOLLOWLOCATION, 0)
        try handle.set(CURLOPT_TIMEOUT_MS, max(1, Int(timeout / .milliseconds(1))))
        if target.isLoopback { try handle.set(CURLOPT_PROXY, "") }
    }

    private func reason(_ code: CURLcode, _ received: Received, _ words: String) -> HTTPClientError.Reason {
        switch code {
        case CURLE_URL_MALFORMAT: .malformedURL(words)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unknownHost
        case CURLE_COULDNT_CONNECT: .notReached(words)
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            .tls(words)
        case CURLE_WRITE_ERROR where received.isTooLarge: .bodyTooLarge(limit: bodyLimit)
        case CURLE_ABORTED_BY_CALLBACK: .cancelled
        default: .broken(words)
        }
    }
}

/// What came so far; touched by the transfer's thread only.
final class Received {
    private(set) var headers: [HTTPHeader] = []
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func appendBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= limit else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    func appendHeader(_ bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self)
        // A status line begins a response: what an interim one (100 Continue) said is over.
        if line.hasPrefix("HTTP/") { headers = [] }
        guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("HTTP/") else { return }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
        headers.append(HTTPHeader(line[..<colon].lowercased(), String(value[..<end])))
    }
}

/// For libcurl: asked about once a second whether to go on.
func transferProgress(
    context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context else { return 1 }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().shouldEnd ? 1 : 0
}
