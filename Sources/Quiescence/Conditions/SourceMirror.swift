/// What stands where the records of a source ought to have been mirrored to.
enum SourceMirror {
    case stands(TopicView)
    /// It was removed as planned, or may have been.
    case notNeeded
    /// In words that name it.
    case missing(String)
    indirect case unreadable(Cause)

    /// - Parameter name: That of the mirror, whether or not there is one.
    init(of source: TopicView, _ name: @autoclosure () -> TopicName, _ look: Look) {
        let view = source.mirror
        if case .read = view?.presence, let view {
            self = .stands(view)
        } else if Self.wasRemoved(source, look) {
            self = .notNeeded
        } else if case .unreadable(let cause) = look.survey.new.topics {
            self = .unreadable(cause)
        } else if case .unreadable(let cause)? = view?.presence {
            self = .unreadable(cause)
        } else {
            self = .missing("\(name()) \(view == nil ? "does not exist" : "is gone")")
        }
    }

    /// Whether the mirror of a source may be gone as planned; MirrorMaker may also have brought it back empty.
    static func wasRemoved(_ source: TopicView, _ look: Look) -> Bool {
        look.safeGates.contains(.mirrorTopics) || source.mirror?.memory?.wasEverRemovedAsPlanned ?? false
    }

    /// Where the mirror of a partition starts and ends now; absent where it is not needed any more.
    func bounds(_ partition: TopicPartition) -> Reading<PartitionBounds> {
        switch self {
        case .notNeeded: return .absent
        case .missing(let words): return .unreadable(Cause(.missing, words))
        case .unreadable(let cause): return .unreadable(cause)
        case .stands(let view):
            let bounds = view.bounds(of: partition.partition)
            guard case .absent = bounds else { return bounds }
            return .unreadable(Cause(.missing, "\(partition) does not exist"))
        }
    }
}
