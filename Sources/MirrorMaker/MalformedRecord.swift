/// Why a record of an internal topic could not be understood.
enum MalformedRecord: Error, Equatable {
    /// A field needs more bytes than are left.
    case truncated(needed: Int, left: Int)
    /// A string's length is negative, which only a nullable string may have.
    case negativeLength(Int16)
    case notUTF8
    /// The record goes on behind its last field.
    case trailingBytes(Int)
    case unknownVersion(Int16)
    /// An offset, a partition or a time below zero.
    case negative(String)
    /// Null where the topic's records have bytes.
    case missing(String)
    /// Not JSON, or not of the expected shape; the sentence says which shape.
    case unexpectedShape(String)
}

extension MalformedRecord: CustomStringConvertible {
    var description: String {
        switch self {
        case .truncated(let needed, let left): "a field needs \(needed) bytes, \(left) are left"
        case .negativeLength(let length): "a string of length \(length)"
        case .notUTF8: "a string that is not UTF-8"
        case .trailingBytes(let count): "\(count) bytes behind the last field"
        case .unknownVersion(let version): "version \(version), only 0 is known"
        case .negative(let field): "\(field) is negative"
        case .missing(let part): "no \(part)"
        case .unexpectedShape(let shape): "not \(shape)"
        }
    }
}
