internal import CCurl
internal import DecommissionGate

/// The owner of one libcurl handle.
struct CurlHandle: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    /// Where libcurl writes what went wrong.
    private let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Once for the process, before the first handle.
    private static let start = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init() throws(HTTPClientError.Reason) {
        guard Self.start == CURLE_OK, let handle = curl_easy_init() else {
            errorText.deallocate()
            throw .unable("libcurl does not start")
        }
        self.handle = handle
        errorText.initialize(repeating: 0)
        gate_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText.baseAddress)
    }

    deinit {
        curl_easy_cleanup(handle)
        errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPClientError.Reason) {
        try check(gate_curl_set_number(handle, option, value))
    }

    func set(_ option: CURLoption, _ text: String) throws(HTTPClientError.Reason) {
        try check(gate_curl_set_text(handle, option, text))
    }

    /// Blocks. `received` and `transfer` are used until it returns.
    func perform(
        sending headers: [HTTPHeader], into received: Received, watching transfer: Transfer
    ) throws(HTTPClientError.Reason) -> CURLcode {
        let list = try HeaderList(headers)
        try check(gate_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list.first))
        let context = Unmanaged.passUnretained(received).toOpaque()
        try check(gate_curl_set_receivers(handle, context, receiveBody, receiveHeader))
        let watcher = Unmanaged.passUnretained(transfer).toOpaque()
        try check(gate_curl_set_progress(handle, watcher, transferProgress))
        return withExtendedLifetime((received, transfer)) { curl_easy_perform(handle) }
    }

    /// The status of the response.
    var status: Int { gate_curl_status(handle) }

    /// What libcurl says about a failure, as precisely as it can.
    func words(for code: CURLcode) -> String {
        let own = errorText.baseAddress.map { String(cString: $0) } ?? ""
        return own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
    }

    private func check(_ code: CURLcode) throws(HTTPClientError.Reason) {
        guard code == CURLE_OK else { throw .unable(String(cString: curl_easy_strerror(code))) }
    }
}

/// The owner of libcurl's list of headers.
private struct HeaderList: ~Copyable {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    init(_ headers: [HTTPHeader]) throws(HTTPClientError.Reason) {
        for header in headers {
            let isLine = (header.name + header.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            guard isLine, !header.name.isEmpty, !header.name.contains(":") else {
                throw .badHeader(header.name)
            }
            // libcurl reads "name:" as "leave it out" and wants a semicolon for an empty value.
            let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
            guard let longer = curl_slist_append(first, line) else { throw .unable("out of memory") }
            first = longer
        }
    }

    deinit { curl_slist_free_all(first) }
}

private func receiveBody(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let received = Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
    return received.appendBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveHeader(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let received = Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
    received.appendHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}
