import FoundationEssentials
import Quiescence

/// How a line is written. In either form it stays one line, whatever the names in it contain.
public enum LogFormat: String, Sendable, CaseIterable {
    case logfmt
    case json

    func render(_ line: LogLine, at time: WallTime) -> String {
        let head = [
            LogField("ts", time.timestamp), LogField("level", line.level.rawValue),
            LogField("msg", line.message),
        ]
        let fields = head + line.fields
        switch self {
        case .logfmt:
            return fields.map { "\($0.name)=\($0.value.logfmt)" }.joined(separator: " ")
        case .json:
            return "{" + fields.map { "\"\($0.name)\":\($0.value.json)" }.joined(separator: ",") + "}"
        }
    }
}

extension WallTime {
    /// RFC 3339 in UTC, to the millisecond. The fraction is written apart: as a part of a floating-point
    /// number of seconds it would come out a millisecond short now and then.
    fileprivate var timestamp: String {
        let (seconds, milliseconds) = millisecondsSince1970.quotientAndRemainder(dividingBy: 1000)
        let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601).dropLast()
        return "\(whole).\(String(1000 + abs(milliseconds)).dropFirst())Z"
    }
}

extension LogField.Value {
    fileprivate var logfmt: String {
        switch self {
        case .text(let text): text.needsQuotes ? text.quoted : text
        case .integer(let number): "\(number)"
        case .seconds(let duration): duration.rounded
        }
    }

    fileprivate var json: String {
        switch self {
        case .text(let text): text.quoted
        case .integer(let number): "\(number)"
        case .seconds(let duration): duration.rounded
        }
    }
}

extension Duration {
    /// Seconds to the millisecond; shorter tells a reader as much as the full fraction.
    fileprivate var rounded: String { "\(Double(milliseconds) / 1000)" }
}

extension String {
    fileprivate var needsQuotes: Bool {
        isEmpty || unicodeScalars.contains { $0.isLogfmtSyntax || $0.isUnsafeToShow }
    }

    /// In double quotes, escaped as JSON does it; logfmt readers take the same escapes.
    fileprivate var quoted: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.isUnsafeToShow: result += scalar.escaped
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Unicode.Scalar {
    fileprivate var isLogfmtSyntax: Bool { self <= " " || self == "\"" || self == "=" || self == "\\" }

    fileprivate var escaped: String {
        UTF16.encode(self).map { units in
            units.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        } ?? ""
    }
}
