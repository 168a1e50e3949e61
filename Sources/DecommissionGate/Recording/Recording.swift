public import Quiescence

/// What a verdict rested on: the plan and every survey that was weighed, so that the same evaluator can
/// weigh them again.
///
/// `survey --output json` writes it under the key `recording`. Names, hosts and client ids of both clusters
/// stand in it; how a cluster was logged in to does not.
public struct Recording: Sendable, Equatable {
    public var plan: Plan
    /// In the order in which they were weighed.
    public var surveys: [Survey]

    public init(plan: Plan, surveys: [Survey]) {
        self.plan = plan
        self.surveys = surveys
    }

    /// The form that is written, and the only one that is read.
    static let version = 7

    /// What each survey came to, weighed as the service weighs. Throws where a pattern of the plan does not
    /// compile.
    public func assessments() throws -> [Assessment] {
        var evaluator = try Evaluator(plan: plan)
        return surveys.map { survey in
            var unanswered = survey
            (unanswered.tails, unanswered.ledger) = ([:], [:])
            _ = evaluator.questions(for: unanswered)
            return evaluator.weigh(survey)
        }
    }
}

extension Recording: Codable {
    private enum CodingKeys: String, CodingKey { case version, plan, surveys }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let version = try container.decode(Int.self, forKey: .version)
        guard version == Self.version else {
            throw container.problem(.version, "is \(version), and this program reads \(Self.version) alone")
        }
        plan = try container.decode(Plan.self, forKey: .plan)
        surveys = try container.decode([Survey].self, forKey: .surveys)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode(plan, forKey: .plan)
        try container.encode(surveys, forKey: .surveys)
    }
}

/// What `survey --output json` prints: the members of `/api/v1/gates`, and what they rest on.
public struct RecordedVerdict: Encodable, Sendable {
    private let verdict: GatesDocument
    private let recording: Recording

    public init(_ verdict: GatesDocument, restingOn recording: Recording) {
        self.verdict = verdict
        self.recording = recording
    }

    private enum CodingKeys: String, CodingKey { case recording }

    public func encode(to encoder: any Encoder) throws {
        try verdict.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(recording, forKey: .recording)
    }
}

extension GatesDocument {
    /// What a recorded survey came to. No gate of it is safe, for it says nothing about now.
    public init(replayed assessment: Assessment, of survey: Survey, under plan: Plan) {
        self.init(fresh: assessment, of: survey, under: plan)
        gates = gates.map { $0.safe ? $0.withoutVerdict() : $0 }
    }
}
