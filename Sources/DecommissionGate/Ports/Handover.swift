public import Quiescence
import Synchronization

/// Half a survey on its way to whoever goes on with it, and held by nobody else once it is taken.
///
/// What an argument or a closure holds lives as long as the call does, and every topic that somebody else still
/// holds is copied as it is filled in.
public final class Handover: Sendable {
    private let survey: Mutex<ClusterSurvey>

    public init(_ survey: ClusterSurvey) { self.survey = Mutex(survey) }

    /// Whether there are topics whose offsets can be asked for.
    var hasTopics: Bool { survey.withLock { $0.topics.isKnown } }

    /// The survey; without its topics for whoever comes a second time.
    public func take() -> ClusterSurvey {
        survey.withLock { survey in
            let taken = survey
            survey.topics = .absent
            return taken
        }
    }
}
