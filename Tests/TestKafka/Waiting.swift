import OwnThread

/// Asks again and again until `condition` holds; throws, naming it, when it does not within `limit`.
///
/// An error thrown by `condition` counts as "not yet" and is quoted if the time runs out.
public func eventually(
    _ what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(100),
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: limit)
    var lastError: (any Error)?
    var isLastTry = false
    while !isLastTry {
        // On a busy machine a pause can outlast the limit: it is looked once more before giving up.
        isLastTry = clock.now >= deadline
        do {
            if try await condition() { return }
            lastError = nil
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            lastError = error
        }
        try await clock.sleep(for: pause)
    }
    let reason = lastError.map { ": \($0)" } ?? ""
    throw TestKafkaError("not within \(limit): \(what)\(reason)")
}

/// Runs blocking work on a thread of its own, so that it never holds one of the cooperative pool's few.
func onThread<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await OwnThread.run("test") { Result { try work() } }.get()
}
