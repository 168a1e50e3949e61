import Quiescence

/// What could not be judged for one reason, as the text and the page show it: a cluster that is down would
/// otherwise say the same of everything in it.
struct FoldedDoubt {
    /// The first that it is about.
    let subject: String
    /// How many more there are.
    var others = 0
    let detail: String
    /// Nil where it is said elsewhere.
    let whatToDo: String?
    /// The earliest of all.
    var since: Timestamp?

    /// Subject and how many more: `orders-0 and 29 more`.
    var subjects: String { others == 0 ? subject : "\(subject) and \(grouped(others)) more" }

    /// What tells one cause from another; what is explained elsewhere is told apart by its subject.
    fileprivate var cause: [String] { [detail, whatToDo ?? subject] }

    fileprivate mutating func take(_ other: FoldedDoubt) {
        if other.subject != subject { others += 1 }
        since = since.flatMap { own in other.since.map { min(own, $0) } }
    }
}

extension GatesDocument {
    /// The doubts of one condition, each cause once; what an unreadable cluster brings, in one line for each
    /// cluster.
    func folded(_ doubts: [DoubtDocument]) -> [FoldedDoubt] {
        let unreadable = clusters.filter(\.isUnreadable)
        var folded: [FoldedDoubt] = []
        var places: [[String]: Int] = [:]
        for doubt in doubts {
            let next = FoldedDoubt(doubt, among: unreadable)
            if let place = places[next.cause] {
                folded[place].take(next)
            } else {
                places[next.cause] = folded.count
                folded.append(next)
            }
        }
        return folded
    }
}

extension FoldedDoubt {
    fileprivate init(_ doubt: DoubtDocument, among unreadable: [ClusterDocument]) {
        let cluster = unreadable.first { cluster in
            cluster.obstacle.map { !$0.detail.isEmpty && doubt.detail.contains($0.detail) } ?? false
        }
        if let cluster {
            self.init(
                subject: cluster.alias, detail: "cannot be read, as said above", whatToDo: nil,
                since: doubt.since)
        } else {
            self.init(
                subject: doubt.subject, detail: doubt.detail, whatToDo: doubt.whatToDo, since: doubt.since)
        }
    }
}

extension ClusterDocument {
    /// Whether nothing is known of what it holds.
    var isUnreadable: Bool { !up && topics == nil }

    /// Why it was not read completely, and what to do; nil where it was.
    var obstacleInWords: (what: String, whatToDo: String)? {
        obstacle.map { obstacle in
            let what = isUnreadable ? "cannot be read" : "was not read completely"
            return ("\(alias) \(what): \(obstacle.detail)".onOneLine, obstacle.whatToDo.onOneLine)
        }
    }
}
