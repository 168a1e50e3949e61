/// The figures that pages show, from the same look that was judged.
struct Accounts {
    let topics: [TopicAccount]
    let groups: [GroupAccount]
    let producers: [ProducerAccount]

    init(
        _ look: Look, mirrorLags: [(source: TopicName, records: Reading<Int64>)],
        neverMirrored: [TopicName: Reading<String>], ledger: Reading<[TopicName: LedgerFigures]>
    ) {
        // Room for all of them at once: growing such a list copies it time and again.
        var topics: [TopicAccount] = []
        topics.reserveCapacity(look.topics.old.inOrder.count + look.topics.new.inOrder.count)
        var groups: [GroupAccount] = []
        groups.reserveCapacity(look.groups.old.inOrder.count + look.groups.new.inOrder.count)
        var lags = mirrorLags[...]
        // Mirrors whose source is there, in the order in which they will come.
        var withSource: ArraySlice<TopicView> = []
        // Of most topics nothing has moved, and then nobody need look for them.
        let restlessOnNew = Dictionary(
            uniqueKeysWithValues: look.topics.new.inOrder.lazy.filter { !$0.isStill }.map { ($0.name, $0) })
        let phases = look.groupPairs.map { GroupFigures.phase(of: $0, look) }
        for side in Side.allCases {
            for view in look.topics[side].inOrder {
                if view.isThere, let mirror = view.mirror { withSource.append(mirror) }
                let hasSource = withSource.first === view
                if hasSource { withSource.removeFirst() }
                guard view.isThere else { continue }
                topics.append(
                    Self.account(
                        of: view, Mirroring.reading(of: view, neverMirrored, hasSource: hasSource, look),
                        ledger, &lags, restlessOnNew, look))
            }
            for (pair, phase) in zip(look.groupPairs, phases) {
                guard let view = pair[side] else { continue }
                if let account = GroupFigures.account(of: view, phase, look) { groups.append(account) }
            }
        }
        self.topics = topics
        self.groups = groups
        switch look.plan.producers {
        case .undeclared, .observed: producers = []
        case .declared(let declared):
            producers = declared.map(\.name).sorted().map {
                ProducerAccount(name: $0, target: ProducersRetargeted.target(of: $0, look))
            }
        }
    }

    private static func figures(
        of view: TopicView, _ ledger: Reading<[TopicName: LedgerFigures]>
    ) -> Reading<LedgerFigures> {
        switch view.presence {
        case .read: ledger.map { $0[view.name] ?? LedgerFigures() }
        case .unreadable(let cause): .unreadable(cause)
        case .gone: .absent
        }
    }

    /// In the order of the sources' names, as topics are looked through here.
    private typealias MirrorLags = ArraySlice<(source: TopicName, records: Reading<Int64>)>

    private static func account(
        of view: TopicView, _ mirroring: Reading<Mirroring>, _ ledger: Reading<[TopicName: LedgerFigures]>,
        _ mirrorLags: inout MirrorLags, _ restlessOnNew: [TopicName: TopicView], _ look: Look
    ) -> TopicAccount {
        let advance = view.advance
        let lastAppend = advance > 0 ? look.survey.ended.wall : view.memory?.lastAppend
        let isSource = view.role == .source
        return TopicAccount(
            side: view.side, name: view.name, role: view.role, reason: view.reason, end: end(of: view),
            appended: (view.memory?.appended ?? 0) &+ advance,
            lastAppend: lastAppend.map { .known($0) } ?? .absent,
            mirrorLag: isSource ? mirrorLag(of: view, &mirrorLags) : .absent,
            observedTarget: isSource ? observedTarget(of: view, restlessOnNew) : .absent,
            mirroring: mirroring,
            ledger: isSource ? figures(of: view, ledger) : .absent)
    }

    private static func end(of view: TopicView) -> Reading<Int64> {
        switch view.presence {
        case .gone: return .absent
        case .unreadable(let cause): return .unreadable(cause)
        case .read:
            var sum = Sum()
            for number in view.partitionNumbers { sum.add(view.end(of: number).map(\.value)) }
            return sum.reading
        }
    }

    private static func mirrorLag(
        of view: TopicView, _ mirrorLags: inout MirrorLags
    ) -> Reading<Int64> {
        switch view.presence {
        case .gone: return .absent
        case .unreadable(let cause): return .unreadable(cause)
        case .read:
            guard let next = mirrorLags.first, next.source == view.name else {
                return .unreadable(Cause(.notAsked, "not judged"))
            }
            mirrorLags.removeFirst()
            return next.records
        }
    }

    /// Where the producers of a topic write, by what advanced since the survey before.
    private static func observedTarget(
        of view: TopicView, _ restlessOnNew: [TopicName: TopicView]
    ) -> Reading<ObservedTarget> {
        let onOld = hasAdvanced(view)
        let onNew = restlessOnNew[view.name].map(hasAdvanced) ?? .known(false)
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
        case .read:
            if view.isStill { return .known(false) }
            var obstacle: Cause?
            for number in 0..<view.partitionCount {
                switch view.movement(of: number) {
                case .advanced: return .known(true)
                case .unread(let cause): obstacle = cause
                case .firstRead, .still, .wentBack: break
                }
            }
            return obstacle.map { .unreadable($0) } ?? .known(false)
        }
    }
}

/// A sum that is unreadable as soon as one of its parts is: over the parts that answered it is no sum.
struct Sum {
    private var total: Int64 = 0
    private var obstacle: Cause?

    var reading: Reading<Int64> { obstacle.map { .unreadable($0) } ?? .known(total) }

    mutating func add(_ value: Int64) {
        let (next, overflow) = total.addingReportingOverflow(value)
        total = next
        if overflow { note(Cause(.contradiction, "the sum leaves 64 bits")) }
    }

    mutating func add(_ part: Reading<Int64>) {
        switch part {
        case .known(let value): add(value)
        case .absent: note(Cause(.missing, "a part of the sum was not given"))
        case .unreadable(let cause): note(cause)
        }
    }

    /// The first obstacle is the one that is told.
    private mutating func note(_ cause: Cause) {
        if obstacle == nil { obstacle = cause }
    }
}
