public import Quiescence
import Synchronization

/// What was published last: the only thing that answers of the service are made from.
///
/// The lock is held for the swap of a pointer. Whether a verdict still counts is judged here, where
/// it is served, by a clock that also counts suspended time: a frozen collector cannot leave a
/// "safe" standing.
public final class Published: Sendable {
    private struct State {
        var edition: Edition
        var isWithdrawn = false
        var isDraining = false
    }

    private let state: Mutex<State>
    private let counts = Mutex(RequestCounts())

    /// Begins with what is to be served before the first survey.
    public init(_ first: Edition) {
        state = Mutex(State(edition: first))
    }

    /// Replaces everything that is served.
    public func publish(_ edition: Edition) {
        let former = state.withLock { state in
            defer { state.edition = edition }
            state.isWithdrawn = false
            return state.edition
        }
        // Freeing it takes milliseconds, for which no answer has to wait.
        withExtendedLifetime(former) {}
    }

    /// What was published last counts no more, however young it is: another configuration is in force.
    public func withdraw() {
        state.withLock { $0.isWithdrawn = true }
    }

    /// From now on the service is about to stop and is ready for nobody.
    public func beginDraining() {
        state.withLock { $0.isDraining = true }
    }

    /// Whether a survey was tried and the service is not about to stop.
    public var isReady: Bool {
        state.withLock { !$0.isDraining && $0.edition.surveyed != nil }
    }

    /// The gates as they are to be shown at `now`.
    public func document(at now: Moment) -> GatesDocument {
        let issue = current(at: now)
        var document = issue.pages.document
        document.surveyAgeSeconds = issue.age?.inSeconds
        return document
    }

    /// Requests answered so far, for the next page of metrics.
    public var requestCounts: RequestCounts { counts.withLock { $0 } }

    /// The pages to serve at `now`, fresh or stale.
    func current(at now: Moment) -> Issue {
        let (edition, isWithdrawn) = state.withLock { ($0.edition, $0.isWithdrawn) }
        return edition.issue(at: now, isWithdrawn: isWithdrawn)
    }

    func count(_ route: Route, _ status: Int) {
        counts.withLock { $0.add(route, status) }
    }
}
