/// Says of every "safe" whether it was due, and knows nothing of how the program comes to it.
struct Oracle {
    let disturbances: [Disturbance]
    /// Nanoseconds for which somebody must have looked since the last disturbance.
    let window: Int64

    /// What was said too early.
    func faults(in lives: [Life]) -> [String] {
        var faults: [String] = []
        for (number, life) in lives.enumerated() {
            for (place, told) in life.surveys.enumerated() where told.gates.contains("safe") {
                let before = Array(lives[..<number].map(\.surveys)) + [Array(life.surveys[...place])]
                let looked = observed(before, since: quietSince(told.began))
                if looked < window {
                    faults.append("life \(number): safe after \(looked / 1_000_000) ms: \(told)")
                }
            }
        }
        return faults
    }

    /// When the last of all that had begun by then was over; never, where it was not.
    private func quietSince(_ time: Int64) -> Int64 {
        disturbances.filter { $0.began < time }.map { $0.ended ?? .max }.max() ?? .min
    }

    /// The most that can have been observed: time between two surveys of one and the same process.
    private func observed(_ lives: [[Life.Told]], since quiet: Int64) -> Int64 {
        lives.reduce(0) { sum, surveys in
            zip(surveys, surveys.dropFirst()).reduce(sum) { $0 + max(0, $1.1.began - max($1.0.began, quiet)) }
        }
    }
}
