public import DecommissionGate
public import Quiescence

extension KafkaCluster {
    public func readDigests(_ ranges: [DigestRange], until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        var answers: [DigestRange: Reading<[DigestedRecord]>] = [:]
        let layout: AgreedLayout
        do throws(Cause) {
            layout = try await recentLayout(until: deadline)
        } catch {
            return ranges.reduce(into: [:]) { $0[$1] = .unreadable(error) }
        }
        var toRead: [Isolation: [DigestRange]] = [:]
        for range in ranges {
            if let cause = layout.obstacle(to: range.partition) {
                answers[range] = .unreadable(cause)
            } else {
                toRead[range.isolation, default: []].append(range)
            }
        }
        for (isolation, all) in toRead {
            let single = all.filter(\.isOfOneRecord)
            let ranges = all.filter { !$0.isOfOneRecord }
            if !ranges.isEmpty {
                answers.merge(await read(ranges, isolation, until: deadline)) { first, _ in first }
            }
            if !single.isEmpty {
                answers.merge(await readFirst(of: single, isolation, until: deadline)) { first, _ in first }
            }
        }
        return answers
    }

    /// Through a client of its own that fetches little at once.
    private func readFirst(of ranges: [DigestRange], _ isolation: Isolation, until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        let budget = Budget(until: deadline, atMost: limits.tailTime)
        do throws(Cause) {
            let handle = try await clientForSingleRecords(isolation, until: deadline)
            let outcome = await lanes.run(until: deadline) { [limits, requests] in
                Result { () throws(Cause) in
                    var reading = try FirstRecords(ranges, limits)
                    reading.read(through: handle, budget, requests)
                    return reading.answers
                }
            }
            switch outcome {
            case .done(let result):
                let answers = try result.get()
                if let cause = obstacle(in: handle.clusterID()) { throw cause }
                return answers
            case .late:
                wearOut()
                throw Cause(.timedOut, "records were not read in time")
            }
        } catch {
            return ranges.reduce(into: [:]) { $0[$1] = .unreadable(error) }
        }
    }

    private func read(_ ranges: [DigestRange], _ isolation: Isolation, until deadline: Deadline) async
        -> [DigestRange: Reading<[DigestedRecord]>]
    {
        let late = Cause(.timedOut, "records were not read in time")
        guard let handle = clients?[isolation], let lane = readers[isolation] else {
            return ranges.reduce(into: [:]) { $0[$1] = .unreadable(late) }
        }
        let budget = Budget(until: deadline, atMost: limits.tailTime)
        let outcome = await lane.run(until: deadline) { [limits, requests] in
            var reading = DigestReading(limits, budget)
            return ranges.reduce(into: [:]) { $0[$1] = reading.read($1, through: handle, requests) }
        }
        switch outcome {
        case .done(let answers):
            guard let cause = obstacle(in: handle.clusterID()) else { return answers }
            return ranges.reduce(into: [:]) { $0[$1] = .unreadable(cause) }
        case .late:
            wearOut()
            return ranges.reduce(into: [:]) { $0[$1] = .unreadable(late) }
        }
    }

    public func readCompaction(of topics: [TopicName], until deadline: Deadline) async
        -> [TopicName: Reading<Bool>]
    {
        let late = Cause(.timedOut, "cleanup.policy was not read in time")
        guard let handle = clients?[.readUncommitted], let lane = readers[.readUncommitted] else {
            return topics.reduce(into: [:]) { $0[$1] = .unreadable(late) }
        }
        let budget = Budget(until: deadline, atMost: limits.callTimeout)
        let outcome = await lane.run(until: deadline) { [requests] in
            handle.compacts(topics[...], budget, requests)
        }
        switch outcome {
        case .done(let answers): return answers
        case .late: return topics.reduce(into: [:]) { $0[$1] = .unreadable(late) }
        }
    }
}

/// Reads ranges one after the other, within the bounds of one call.
private struct DigestReading {
    private let limits: Limits
    private let end: Deadline
    private var bytes = 0
    /// What is left of a call's time must suffice for one answer of a broker.
    private static let least = Duration.milliseconds(200)
    /// For so long a stream waits for one answer, whatever time is left.
    private static let longestWait = Duration.milliseconds(500)

    init(_ limits: Limits, _ budget: Budget) {
        self.limits = limits
        end = budget.end - LogReader.stopping - Self.longestWait
    }

    mutating func read(_ range: DigestRange, through handle: Handle, _ requests: RequestLedger)
        -> Reading<[DigestedRecord]>
    {
        let left = ContinuousClock.now.duration(to: end)
        guard left > Self.least, bytes <= limits.tailBytes else {
            return .unreadable(Cause(.bounded, "\(range.partition) \(range.range): others were read first"))
        }
        do throws(Cause) {
            let records = try records(of: range, through: handle, patience: min(left, limits.callTimeout))
            requests.count(.fetch, failed: false)
            return .known(records)
        } catch {
            requests.count(.fetch, failed: true)
            return .unreadable(error)
        }
    }

    private mutating func records(
        of range: DigestRange, through handle: Handle, patience: Duration
    ) throws(Cause) -> [DigestedRecord] {
        let offsets = range.range
        let stream = try DigestStream(
            handle, range.partition,
            LogExtent(start: offsets.lower, end: offsets.upper, stable: offsets.upper),
            DigestChoice(stamps: range.stamps, keys: true), patience: patience)
        var records: [DigestedRecord] = []
        while let some = try stream.next() {
            bytes += some.reduce(0) { $0 + $1.size }
            records += some
            guard .now < end else {
                throw Cause(
                    .timedOut,
                    "\(range.partition) \(offsets): not read in time after \(counted(records.count, "record"))"
                )
            }
        }
        return records
    }
}
