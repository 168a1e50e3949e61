internal import CMicrohttpd
internal import DecommissionGate
internal import Glibc

// Between libmicrohttpd's connection and our values.

/// Every header of a request, in its order.
func headerFields(of connection: OpaquePointer) -> [RequestHead.Field] {
    var fields: [RequestHead.Field] = []
    withUnsafeMutablePointer(to: &fields) { fields in
        _ = MHD_get_connection_values_n(connection, .HEADER_KIND, appendField, fields)
    }
    return fields
}

private func appendField(
    fields: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?, nameSize: Int,
    value: UnsafePointer<CChar>?, valueSize: Int
) -> MHD_Result {
    guard let fields = fields?.assumingMemoryBound(to: [RequestHead.Field].self), let name else { return .NO }
    let nameBytes = UnsafeRawBufferPointer(start: name, count: nameSize)
    let valueBytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueSize)
    let isText = valueBytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    fields.pointee.append(
        RequestHead.Field(
            name: String(decoding: nameBytes, as: UTF8.self).lowercased(),
            value: isText ? String(validating: valueBytes, as: UTF8.self) : nil, size: nameSize + valueSize))
    return .YES
}

/// Hands `response` over; `MHD_NO` closes the connection.
func queue(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    guard let handle = makeResponse(response.body) else { return .NO }
    defer { MHD_destroy_response(handle) }
    for header in response.headers {
        guard MHD_add_response_header(handle, header.name, header.value) == .YES else {
            // A line break in a header, or one that is libmicrohttpd's to write, such as Content-Length.
            return queue(Refusal.badHeader.response, on: connection)
        }
    }
    return MHD_queue_response(connection, UInt32(clamping: response.status), handle)
}

/// A response that reads from the array itself: however many clients are slow, a page is in memory once.
private func makeResponse(_ body: [UInt8]) -> OpaquePointer? {
    guard !body.isEmpty else { return MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT) }
    let retained = Unmanaged.passRetained(Body(body))
    let response = MHD_create_response_from_callback(
        UInt64(body.count), 32 << 10, readBody, retained.toOpaque(), releaseBody)
    if response == nil { retained.release() }
    return response
}

private final class Body {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }
}

private func readBody(
    body: UnsafeMutableRawPointer?, position: UInt64, buffer: UnsafeMutablePointer<CChar>?, size: Int
) -> Int {
    guard let body, let buffer, let start = Int(exactly: position) else { return -2 }
    let bytes = Unmanaged<Body>.fromOpaque(body).takeUnretainedValue().bytes
    guard start < bytes.count else { return -1 }
    let count = min(size, bytes.count - start)
    bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(start: buffer, count: count).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
    }
    return count
}

private func releaseBody(_ body: UnsafeMutableRawPointer?) {
    guard let body else { return }
    Unmanaged<Body>.fromOpaque(body).release()
}
