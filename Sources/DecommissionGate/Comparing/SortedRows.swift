import Quiescence

/// Any number of rows in bounded memory, to be had again in order: what memory has no room for is kept on disk
/// in sorted runs, which are merged at the end.
struct SortedRows {
    private let capacity: Int
    private let makeStorage: StorageMaker
    private var buffer: [Row] = []
    /// Runs as they were spilled, then those that were merged once, and so on: each row is written again only
    /// once a level.
    private var levels: [[SortedRun]] = []
    /// Where rows are spilled to now.
    private var storage: (any RowStorage)?

    /// As many runs of a level are merged into one of the next: each costs memory while they are merged.
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
        return try MergedRows(buffer, levels.flatMap(\.self))
    }

    private mutating func spill() throws(Cause) {
        buffer.sort()
        let storage = if let storage { storage } else { try makeStorage() }
        self.storage = storage
        let run = SortedRun(places: try storage.write(buffer), storage: storage)
        buffer.removeAll(keepingCapacity: true)
        try add(run, level: 0)
    }

    private mutating func add(_ run: SortedRun, level: Int) throws(Cause) {
        if levels.count == level { levels.append([]) }
        levels[level].append(run)
        guard levels[level].count >= Self.mostRuns else { return }
        let merged = try merge(levels[level])
        // What was merged goes with its last user.
        levels[level] = []
        if level == 0 { storage = nil }
        try add(merged, level: level + 1)
    }

    private func merge(_ runs: [SortedRun]) throws(Cause) -> SortedRun {
        var merged = try MergedRows([], runs)
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
        return SortedRun(places: 0..<end, storage: fresh)
    }
}

/// Rows in order, on disk.
private struct SortedRun {
    let places: Range<Int>
    let storage: any RowStorage
}

/// Several sorted runs as one: a heap of their first rows.
struct MergedRows {
    /// Rows of a run that are in memory at once.
    static let pieceLength = 512

    private var heap: [Run] = []

    private struct Run {
        /// What is in memory of it; never empty while it is in the heap.
        var rows: ArraySlice<Row>
        /// Nil where nothing is left on disk.
        var rest: SortedRun?
        var first: Row
    }

    fileprivate init(_ buffer: [Row], _ runs: [SortedRun]) throws(Cause) {
        if let first = buffer.first { push(Run(rows: buffer[...], rest: nil, first: first)) }
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

    private func filled(_ rest: SortedRun?) throws(Cause) -> Run? {
        guard let rest, !rest.places.isEmpty else { return nil }
        let middle = min(rest.places.lowerBound + Self.pieceLength, rest.places.upperBound)
        let rows = try rest.storage.read(rest.places.lowerBound..<middle)
        guard let first = rows.first, rows.count == middle - rest.places.lowerBound else {
            throw Cause(.incomplete, "the temporary file is shorter than what was written to it")
        }
        let left = SortedRun(places: middle..<rest.places.upperBound, storage: rest.storage)
        return Run(rows: rows[...], rest: left, first: first)
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
