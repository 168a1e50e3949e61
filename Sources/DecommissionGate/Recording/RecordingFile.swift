extension Recording {
    /// Largest file that is taken; one of 100,000 partitions is a tenth of it.
    private static let maximumSize = 256 << 20

    /// Reads the file at `path` as `survey --output json` wrote it; all but the recording in it is ignored.
    public static func load(file path: String) throws(RecordingProblem) -> Recording {
        let text: [UInt8]
        do {
            text = try FilesOnDisk.contents(path, upTo: maximumSize)
        } catch {
            throw RecordingProblem(file: path, what: error.reason)
        }
        return try read(text, file: path)
    }

    /// Reads a file's text; `file` names it in what is wrong.
    public static func read(_ text: [UInt8], file: String) throws(RecordingProblem) -> Recording {
        do {
            return try JSON.read(Recorded.self, from: text).recording
        } catch let error as DecodingError {
            throw RecordingProblem(file: file, error)
        } catch {
            throw RecordingProblem(file: file, what: "cannot be read: \(error)")
        }
    }

    /// The one member of the file that is looked at.
    private struct Recorded: Decodable {
        let recording: Recording
    }
}

/// What is wrong with a file that this program should have written, and where in it.
public struct RecordingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// `recording.surveys[1].old.topics[3].end[2]`; empty where the text itself is at fault.
    public let place: String
    public let what: String

    init(file: String, place: String = "", what: String) {
        self.file = file
        self.place = place
        self.what = what
    }

    init(
        file: String, _ error: DecodingError,
        mend: String = "save one with `decommission-gate survey … --output json`"
    ) {
        switch error {
        case .keyNotFound(let key, let context) where context.codingPath.isEmpty:
            self.init(file: file, place: [key].place, what: "is missing; \(mend)")
        case .keyNotFound(let key, let context):
            self.init(file: file, place: (context.codingPath + [key]).place, what: "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(file: file, place: context.codingPath.place, what: context.debugDescription)
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            // The decoder keeps to itself where it stumbled.
            self.init(
                file: file,
                what:
                    "is no JSON, was cut off, or has a fraction where a whole number must be; `jq empty` says where"
            )
        case .dataCorrupted(let context):
            self.init(file: file, place: context.codingPath.place, what: context.debugDescription)
        @unknown default:
            self.init(file: file, what: "cannot be read: \(error)")
        }
    }

    public var description: String {
        [file, place, what].filter { !$0.isEmpty }.joined(separator: ": ").onOneLine
    }
}

extension [any CodingKey] {
    /// The way to a value, with names as they stand in the file.
    fileprivate var place: String {
        reduce(into: "") { place, key in
            if let index = key.intValue {
                place += "[\(index)]"
            } else {
                place += (place.isEmpty ? "" : ".") + key.stringValue.inSnakeCase
            }
        }
    }
}

extension String {
    fileprivate var inSnakeCase: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
