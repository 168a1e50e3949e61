/// The figures that pages show, from the same look that was judged.
struct Accounts {
    let topics: [TopicAccount]
    let groups: [GroupAccount]
    let producers: [ProducerAccount]

    /// `after` is memory with this survey taken in: totals and times include it.
    init(_ look: Look, after: Memory) {
        topics = Side.allCases.flatMap { side in
            (look.topics[side] ?? []).compactMap { Self.account(of: $0, look, after) }
        }
        groups = Side.allCases.flatMap { side in
            (look.groups[side] ?? []).compactMap { GroupFigures.account(of: $0, look, after) }
        }
        switch look.plan.producers {
        case .undeclared, .observed: producers = []
        case .declared(let names):
            producers = names.sorted().map {
                ProducerAccount(name: $0, target: ProducersRetargeted.target(of: $0, look))
            }
        }
    }

    private static func account(of view: TopicView, _ look: Look, _ after: Memory) -> TopicAccount? {
        if case .gone = view.presence { return nil }
        let memory = after.topics[view.side]?[view.name]
        let isSource = view.role == .source
        return TopicAccount(
            side: view.side, name: view.name, role: view.role, reason: view.reason, end: end(of: view),
            appended: memory?.appended ?? 0,
            lastAppend: memory?.lastAppend.map { .known($0) } ?? .absent,
            mirrorLag: isSource ? mirrorLag(of: view, look) : .absent,
            observedTarget: isSource ? observedTarget(of: view, look) : .absent)
    }

    private static func end(of view: TopicView) -> Reading<Int64> {
        switch view.presence {
        case .gone: return .absent
        case .unreadable(let cause): return .unreadable(cause)
        case .read(let survey, _): return survey.partitions.sum { $0.end.map(\.value) }
        }
    }

    private static func mirrorLag(of view: TopicView, _ look: Look) -> Reading<Int64> {
        switch view.presence {
        case .gone: return .absent
        case .unreadable(let cause): return .unreadable(cause)
        case .read(let survey, _):
            var ignored = Judgement()
            return survey.partitions.indices.sum { number in
                let partition = TopicPartition(view.name, Int32(number))
                switch MirrorDrained.remainder(of: partition, view, look, &ignored) {
                case .nothing: return .known(0)
                case .records(let count, _): return .known(count)
                case .unknown(let cause): return .unreadable(cause)
                }
            }
        }
    }

    /// Where the producers of a topic write, by what advanced since the survey before.
    private static func observedTarget(of view: TopicView, _ look: Look) -> Reading<ObservedTarget> {
        let onOld = hasAdvanced(view)
        let onNew = look.topic(view.name, on: .new).map(hasAdvanced) ?? .known(false)
        switch (onOld, onNew) {
        case (.known(true), .known(true)): return .known(.both)
        case (.known(true), .known(false)): return .known(.old)
        case (.known(false), .known(true)): return .known(.new)
        case (.known(false), .known(false)): return .known(.idle)
        case (.unreadable(let cause), _), (_, .unreadable(let cause)): return .unreadable(cause)
        case (.absent, _), (_, .absent): return .absent
        }
    }

    private static func hasAdvanced(_ view: TopicView) -> Reading<Bool> {
        switch view.presence {
        case .gone: return .known(false)
        case .unreadable(let cause): return .unreadable(cause)
        case .read(_, let movements):
            var obstacle: Cause?
            for movement in movements {
                switch movement {
                case .advanced: return .known(true)
                case .unread(let cause): obstacle = cause
                case .firstRead, .still, .wentBack: break
                }
            }
            return obstacle.map { .unreadable($0) } ?? .known(false)
        }
    }
}

extension Sequence {
    /// The sum of a reading over all elements; unreadable as soon as one is, for a sum over the parts that
    /// answered is no sum.
    func sum(_ reading: (Element) -> Reading<Int64>) -> Reading<Int64> {
        var sum: Int64 = 0
        for element in self {
            switch reading(element) {
            case .known(let value):
                let (next, overflow) = sum.addingReportingOverflow(value)
                guard !overflow else { return .unreadable(Cause(.contradiction, "the sum leaves 64 bits")) }
                sum = next
            case .absent: return .unreadable(Cause(.missing, "a part of the sum was not given"))
            case .unreadable(let cause): return .unreadable(cause)
            }
        }
        return .known(sum)
    }
}
