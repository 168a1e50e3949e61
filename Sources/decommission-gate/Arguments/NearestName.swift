/// The name that was probably meant; nil if none is near enough to be worth a question.
func nearestName(to typed: String, among names: [String]) -> String? {
    let nearest = names.map { (name: $0, distance: editDistance(typed, $0)) }.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(2, typed.count / 3) else { return nil }
    return nearest.name
}

/// How many letters must be put in, taken out, exchanged, or swapped with their neighbour (Damerau).
private func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            let exchange = last[j] + (left[i] == right[j] ? 0 : 1)
            var best = min(exchange, last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                best = min(best, beforeLast[j - 1] + 1)
            }
            row.append(best)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
