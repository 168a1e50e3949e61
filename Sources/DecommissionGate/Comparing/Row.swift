public import Quiescence

/// A record of one side as it is sorted and, where memory is short, kept on disk: eight numbers.
public struct Row: Comparable, Sendable {
    /// Zero where keys are not looked at.
    let key: KeyFingerprint
    let content: Fingerprint
    let offset: Int64
    private let marks: UInt64

    init(
        key: KeyFingerprint?, content: Fingerprint, side: Side, offset: Int64, isTombstone: Bool = false,
        note: UInt8 = 0
    ) {
        self.key = key ?? KeyFingerprint(high: 0, low: 0)
        self.content = content
        self.offset = offset
        let isOld: UInt64 = side == .old ? 1 : 0
        marks = UInt64(note) << 8 | (key == nil ? 0 : 4) | (isTombstone ? 2 : 0) | isOld
    }

    /// NEW comes first: how many copies it has is then known when the first of OLD comes.
    var side: Side { marks & 1 == 1 ? .old : .new }
    var isTombstone: Bool { marks & 2 != 0 }
    var hasKey: Bool { marks & 4 != 0 }
    /// What whoever made the row wanted to remember.
    var note: UInt8 { UInt8(truncatingIfNeeded: marks >> 8) }

    public static func == (left: Self, right: Self) -> Bool {
        left.key == right.key && left.content == right.content && left.offset == right.offset
            && left.marks == right.marks
    }

    /// By key, content, side and offset, so that what belongs together stands together.
    public static func < (left: Self, right: Self) -> Bool {
        if left.key != right.key { return left.key < right.key }
        if left.content != right.content { return left.content < right.content }
        return left.order < right.order
    }

    private var order: (UInt64, Int64) { (marks & 1, offset) }

    /// For whoever stores it.
    public static let wordCount = 8
    public func append(to words: inout [UInt64]) {
        words.append(key.high)
        words.append(key.low)
        words.append(content.words.0)
        words.append(content.words.1)
        words.append(content.words.2)
        words.append(content.words.3)
        words.append(UInt64(bitPattern: offset))
        words.append(marks)
    }

    /// What was appended; nil where it is another number of words.
    public init?(words: ArraySlice<UInt64>) {
        guard words.count == Self.wordCount else { return nil }
        let first = words.startIndex
        key = KeyFingerprint(high: words[first], low: words[first + 1])
        content = Fingerprint((words[first + 2], words[first + 3], words[first + 4], words[first + 5]))
        offset = Int64(bitPattern: words[first + 6])
        marks = words[first + 7]
    }
}

extension KeyFingerprint: Comparable {
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// Where rows go that memory has no room for. It belongs to one thread.
public protocol RowStorage: AnyObject {
    /// Appends `rows`; answers where they stand.
    func write(_ rows: [Row]) throws(Cause) -> Range<Int>
    /// The rows at `places`, as they were written.
    func read(_ places: Range<Int>) throws(Cause) -> [Row]
}

/// Makes an empty storage.
public typealias StorageMaker = @Sendable () throws(Cause) -> any RowStorage
