/// A response as it came.
public struct RawResponse: Sendable {
    public let status: Int
    /// Names in lower case, in their order.
    public let headers: [Header]
    public let body: [UInt8]

    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// nil until enough of it is there; what goes beyond `Content-Length` is kept, so that a test sees it.
    init?(_ bytes: [UInt8], isComplete: Bool, withBody: Bool) {
        let blank = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first?.split(separator: " "), first.count >= 2, let status = Int(first[1])
        else { return nil }
        self.status = status
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return Header(
                name: parts[0].lowercased(), value: parts.count < 2 ? "" : String(parts[1].drop { $0 == " " })
            )
        }
        body = Array(bytes[(end + blank.count)...])
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
        if isComplete || !withBody { return }
        guard let length, body.count >= length else { return nil }
    }

    /// The value of the only header of this name.
    public func header(_ name: String) -> String? {
        let found = headers.filter { $0.name == name }
        return found.count == 1 ? found[0].value : nil
    }

    public var text: String { String(decoding: body, as: UTF8.self) }
}
