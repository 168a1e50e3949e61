import Quiescence

/// What is counted over all surveys since the process started.
struct Tally: Sendable, Equatable {
    /// Of one cluster.
    struct Cluster: Sendable, Equatable {
        var surveys = 0
        var failures = 0
        /// When the last complete survey ended; nil if none did.
        var lastSuccess: WallTime?
    }

    private(set) var old = Cluster()
    private(set) var new = Cluster()
    private(set) var evaluations = 0
    private(set) var failedEvaluations: [Gate: Int] = [:]
    private(set) var clockSteps = 0

    mutating func count(_ survey: Survey, _ assessment: Assessment) {
        old.count(survey.old, endedAt: survey.ended.wall)
        new.count(survey.new, endedAt: survey.ended.wall)
        evaluations += 1
        for gate in Gate.allCases where assessment.verdict[gate] == nil {
            failedEvaluations[gate, default: 0] += 1
        }
        clockSteps += assessment.events.count { event in
            switch event {
            case .clockStepped: true
            case .conditionChanged, .windowRestarted, .gateChanged, .gateRevoked, .gap, .planChanged,
                .waiverBegan, .waiverEnded, .lossFound, .removed, .returned:
                false
            }
        }
    }

    func cluster(_ side: Side) -> Cluster {
        switch side {
        case .old: old
        case .new: new
        }
    }
}

extension Tally.Cluster {
    fileprivate mutating func count(_ survey: ClusterSurvey, endedAt ended: WallTime) {
        surveys += 1
        if survey.isComplete {
            lastSuccess = ended
        } else {
            failures += 1
        }
    }
}
