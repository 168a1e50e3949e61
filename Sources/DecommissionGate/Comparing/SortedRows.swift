import Quiescence

/// Any number of rows in bounded memory, to be had again in order: what memory has no room for is kept on disk
/// in sorted runs, which are merged at the end.
struct SortedRows {
    private let capacity: Int
    private let makeStorage: StorageMaker
    private var buffer: [Row] = []
    private var runs: [Range<Int>] = []
    private var storage: (any RowStorage)?

    /// More runs than these are merged into one, for each costs memory while they are merged.
    private static let mostRuns = 64

    /// - Parameter capacity: Rows in memory, of 64 bytes each.
    init(capacity: Int, storage: @escaping StorageMaker) {
        self.capacity = max(capacity, 1)
        makeStorage = storage
    }

    mutating func add(_ row: Row) throws(Cause) {
        buffer.append(row)
        if buffer.count >= capacity { try spill() }
    }

    /// All rows in order; the last that is asked of them.
    mutating func merged() throws(Cause) -> MergedRows {
        buffer.sort()
        return try MergedRows(buffer, runs, storage)
    }

    private mutating func spill() throws(Cause) {
        buffer.sort()
        let storage = if let storage { storage } else { try makeStorage() }
        self.storage = storage
        runs.append(try storage.write(buffer))
        buffer.removeAll(keepingCapacity: true)
        if runs.count >= Self.mostRuns { try mergeRuns() }
    }

    /// The former storage goes with its last user.
    private mutating func mergeRuns() throws(Cause) {
        var merged = try MergedRows([], runs, storage)
        let fresh = try makeStorage()
        var piece: [Row] = []
        var end = 0
        while let row = try merged.next() {
            piece.append(row)
            guard piece.count >= MergedRows.pieceLength else { continue }
            end = try fresh.write(piece).upperBound
            piece.removeAll(keepingCapacity: true)
        }
        if !piece.isEmpty { end = try fresh.write(piece).upperBound }
        storage = fresh
        runs = [0..<end]
    }
}

/// Several sorted runs as one: a heap of their first rows.
struct MergedRows {
    /// Rows of a run that are in memory at once.
    static let pieceLength = 512

    private let storage: (any RowStorage)?
    private var heap: [Run] = []

    private struct Run {
        /// What is in memory of it; never empty while it is in the heap.
        var rows: ArraySlice<Row>
        var rest: Range<Int>
        var first: Row
    }

    fileprivate init(_ buffer: [Row], _ runs: [Range<Int>], _ storage: (any RowStorage)?) throws(Cause) {
        self.storage = storage
        if let first = buffer.first { push(Run(rows: buffer[...], rest: 0..<0, first: first)) }
        for run in runs {
            if let filled = try filled(run) { push(filled) }
        }
    }

    mutating func next() throws(Cause) -> Row? {
        guard var run = heap.first else { return nil }
        let row = run.first
        run.rows.removeFirst()
        if let first = run.rows.first {
            run.first = first
            heap[0] = run
        } else if let filled = try filled(run.rest) {
            heap[0] = filled
        } else {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        sink()
        return row
    }

    private func filled(_ rest: Range<Int>) throws(Cause) -> Run? {
        guard let storage, !rest.isEmpty else { return nil }
        let middle = min(rest.lowerBound + Self.pieceLength, rest.upperBound)
        let rows = try storage.read(rest.lowerBound..<middle)
        guard let first = rows.first, rows.count == middle - rest.lowerBound else {
            throw Cause(.incomplete, "the temporary file is shorter than what was written to it")
        }
        return Run(rows: rows[...], rest: middle..<rest.upperBound, first: first)
    }

    private mutating func push(_ run: Run) {
        heap.append(run)
        var index = heap.count - 1
        while index > 0, heap[index].first < heap[(index - 1) / 2].first {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink() {
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && heap[child].first < heap[least].first {
                least = child
            }
            if least == index { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
