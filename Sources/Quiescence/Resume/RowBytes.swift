/// A value that can be written into a row of what is kept over a restart, and read from it again.
///
/// Fields stand one behind the other without names: what they are is fixed by the version of the rows
/// (``Pulse/version``), which rises whenever one comes, goes or changes its meaning.
protocol Storable {
    init(from row: inout RowReader) throws(MalformedRow)
    func write(to row: inout RowWriter)
}

/// A row is not what was written: cut short, or of another version.
public struct MalformedRow: Error, Equatable, CustomStringConvertible {
    public let description: String
    /// Whether another version of this program wrote it, and it may be whole.
    public let isOfAnotherVersion: Bool

    init(_ description: String, isOfAnotherVersion: Bool = false) {
        self.description = description
        self.isOfAnotherVersion = isOfAnotherVersion
    }
}

/// Puts values into bytes.
struct RowWriter {
    private(set) var bytes: [UInt8] = []

    /// In seven bits a byte, the lowest first; small numbers, negative ones too, take one byte.
    mutating func put(_ number: Int64) {
        var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func put(_ text: String) {
        put(Int64(text.utf8.count))
        bytes += text.utf8
    }

    /// What another writer has made.
    mutating func put(bytes piece: [UInt8]) { bytes += piece }

    mutating func put<each Value: Storable>(_ value: repeat each Value) {
        repeat (each value).write(to: &self)
    }
}

/// Takes values out of bytes, in the order in which they were put there.
struct RowReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Bytes that are not read yet.
    var remaining: Int { rest.count }

    mutating func number() throws(MalformedRow) -> Int64 {
        var bits: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { break }
            bits |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }
            shift += 7
        }
        throw MalformedRow("it ends in the middle of a number, or holds none")
    }

    mutating func text() throws(MalformedRow) -> String {
        let count = try number()
        guard count >= 0, count <= rest.count else { throw MalformedRow("it ends in the middle of a text") }
        let bytes = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MalformedRow("a text in it is no UTF-8")
        }
        return text
    }

    mutating func value<Value: Storable>(_ type: Value.Type = Value.self) throws(MalformedRow) -> Value {
        try Value(from: &self)
    }

    /// Nothing may be left over.
    func end() throws(MalformedRow) {
        guard rest.isEmpty else { throw MalformedRow("it goes on where it should end") }
    }
}
