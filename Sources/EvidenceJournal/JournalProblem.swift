/// Why a journal cannot be used.
public struct JournalProblem: Error, Equatable, CustomStringConvertible {
    public let kind: Kind
    public let path: String
    public let detail: String
    public let mend: String

    public enum Kind: Sendable, Equatable {
        /// The path, its directory or its rights are not as they must be.
        case unusable
        /// Another process writes to it.
        case taken
        /// A database that another program made.
        case foreign
        /// Written by another version of this program, mostly a newer one.
        case otherVersion
        /// Not whole: what is in it cannot be believed.
        case damaged
        /// The disk is full, or refuses.
        case disk
    }

    static let anew = "keep the file aside and start anew"

    public var description: String { "\(path): \(detail); \(mend)" }

    init(_ kind: Kind, _ path: String, _ detail: String, mend: String) {
        self.kind = kind
        self.path = path
        self.detail = detail
        self.mend = mend
    }

    init(_ error: SQLiteError, _ path: String) {
        if error.isTaken {
            self.init(
                .taken, path, "another process has it",
                mend: "run one service for one journal, or give this one a --storage.path of its own")
        } else if error.isDamage {
            self.init(.damaged, path, "\(error)", mend: Self.anew)
        } else if error.isFull {
            self.init(.disk, path, "\(error)", mend: "make room on its disk; writing goes on by itself")
        } else if error.isRefused {
            self.init(
                .unusable, path, "\(error)",
                mend: "make the directory and the files in it writable for the user that runs this service")
        } else {
            self.init(.disk, path, "\(error)", mend: "look after the disk; writing goes on by itself")
        }
    }
}
