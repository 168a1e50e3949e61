internal import DecommissionGate

/// Path and query of a request, decoded.
struct RequestTarget: Equatable {
    var path: String
    var query: [QueryItem]

    /// Takes `/path?query` and what a proxy may send, `http://host/path?query`.
    init(_ bytes: [UInt8]) throws(Refusal) {
        // Whatever is not printable ASCII has to come encoded.
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed("a character in the path that has to be encoded")
        }
        let target = Self.withoutOrigin(bytes[...])
        guard target.first == UInt8(ascii: "/") else { throw .malformed("the path does not begin with /") }
        let end = target.firstIndex(of: UInt8(ascii: "#")) ?? target.endIndex
        let mark = target[..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
        path = try Self.decode(target[..<mark])
        query = []
        for item in target[mark..<end].dropFirst().split(separator: UInt8(ascii: "&")) {
            let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
            query.append(
                QueryItem(
                    name: try Self.decode(item[..<equals], plusIsSpace: true),
                    value: try Self.decode(item[equals...].dropFirst(), plusIsSpace: true)))
        }
    }

    private static func withoutOrigin(_ target: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        for scheme in ["http://", "https://"] where target.starts(with: scheme.utf8) {
            let rest = target.dropFirst(scheme.utf8.count)
            return rest.firstIndex(of: UInt8(ascii: "/")).map { rest[$0...] } ?? [UInt8(ascii: "/")]
        }
        return target
    }

    private static func decode(
        _ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false
    ) throws(Refusal) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit),
                    let low = rest.popFirst().flatMap(hexDigit)
                else { throw .malformed("a % that no two hexadecimal digits follow") }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(UInt8(ascii: " "))
            default: decoded.append(byte)
            }
        }
        guard !decoded.contains(0), let text = String(validating: decoded, as: UTF8.self) else {
            throw .malformed("an encoding that is no UTF-8 text")
        }
        return text
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
