package import Quiescence

/// Hands what surveys came to over to the store, and says what changed with that.
package struct EvidenceKeeper: Sendable {
    private let store: (any EvidenceStore)?
    /// Came about between two surveys, and is kept with the next one.
    private var between: [Event] = []
    /// What could not be handed over yet.
    private var memory = MemoryChanges()
    /// The plan that was kept last.
    private var plan: Plan?
    private var state = EvidenceState.notWanted

    /// How long the store may take for one survey.
    private static let patience = Duration.seconds(5)

    /// - Parameter plan: The one that is kept already; nil where none is.
    package init(_ store: (any EvidenceStore)?, plan: Plan? = nil) {
        self.store = store
        self.plan = plan
    }

    /// Whether anything is to be kept.
    var isWanted: Bool { store != nil }

    /// Events that no survey brought along.
    mutating func add(_ events: [Event]) { between += events }

    /// Keeps what a survey came to under `plan`; ends in time whatever the store does.
    ///
    /// - Parameter changes: Of all that a later process goes on from.
    package mutating func keep(_ assessment: Assessment, _ changes: MemoryChanges, under plan: Plan) async
        -> (EvidenceState, [LogLine])
    {
        guard let store else { return (.notWanted, []) }
        let before = state
        memory.append(changes)
        do {
            var events: [KeptEvent] = []
            if plan != self.plan { events.append(try KeptEvent(KeptEvent.plan, plan)) }
            events += try (between + assessment.events).map { try KeptEvent($0) }
            let entry = EvidenceEntry(
                at: assessment.verdict.surveyed.wall, events: events, survey: try KeptSurvey(assessment),
                memory: memory)
            // The store holds on to it from now on, whether it can write or not.
            (between, self.plan, memory) = ([], plan, MemoryChanges())
            state = await store.append(entry, until: .now + Self.patience)
        } catch {
            between += assessment.events
            state = .failing(
                Cause(.malformed, "what is to be kept cannot be written: \(error)"), state.figures)
        }
        return (state, Self.lines(from: before, to: state))
    }

    private static func lines(from before: EvidenceState, to now: EvidenceState) -> [LogLine] {
        switch (before.obstacle, now.obstacle) {
        case (nil, nil): []
        case (_?, nil): [LogLine(.info, "evidence is kept again", [])]
        case (let known, let cause?):
            known == cause
                ? []
                : [
                    LogLine(
                        .error, "evidence is not kept, no gate is safe",
                        [
                            LogField("cause", cause.kind.rawValue), LogField("why", cause.detail),
                            LogField("mend", cause.remedy),
                        ])
                ]
        }
    }
}
