/// The candidate that a mistyped word most likely meant; nil if none is near.
public func nearest(to word: String, among candidates: [String]) -> String? {
    // Quadratic in the length, and nothing that long was mistyped.
    guard word.count <= 64 else { return nil }
    return
        candidates
        // Of two as near, the one that was not typed to its end.
        .map { (candidate: $0, distance: editDistance(word, $0), rank: $0.hasPrefix(word) ? 0 : 1) }
        .filter { $0.distance <= max(1, min(3, $0.candidate.count / 3)) }
        .min { ($0.distance, $0.rank) < ($1.distance, $1.rank) }?
        .candidate
}

/// How many characters must be inserted, removed or replaced (Levenshtein).
private func editDistance(_ one: String, _ other: String) -> Int {
    let target = Array(other)
    var row = Array(0...target.count)
    for (line, character) in one.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for column in target.indices {
            let replaced = diagonal + (character == target[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
    }
    return row[target.count]
}
