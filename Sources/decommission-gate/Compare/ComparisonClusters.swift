import DecommissionGate
import KafkaCluster
import OwnThread
import Quiescence

/// Both clusters, reached and looked at: what there is to compare, and by whom it is read.
struct ComparisonClusters {
    let old: DigestReader
    let new: DigestReader
    let layouts: ComparisonBook.BothLayouts
    let topics: [ScopedTopic]
    /// What keeps even equal topics from proving anything.
    let reservations: [String]

    /// - Parameter names: Topics of OLD; none for all that are in scope.
    init(_ configuration: Configuration, names: [TopicName], clocks: any Clocks) async throws(Failure) {
        let plan = configuration.plan
        let glance = try await Glance(configuration, clocks: clocks)
        let scope = names.isEmpty ? glance.sources : names
        let (old, new, layouts) = try await Self.connect(configuration)
        try plan.check(old: layouts.old.cluster, new: layouts.new.cluster)
        let mirrors = scope.map(plan.naming.mirror(of:))
        let policies = try await blocking { (old.compacts(scope), new.compacts(mirrors)) }
        for name in names where layouts.old.leaders[name] == nil {
            let meant =
                layouts.old.leaders.keys.first { plan.naming.mirror(of: $0) == name }?.rawValue
                ?? nearest(to: name.rawValue, among: layouts.old.leaders.keys.map(\.rawValue).sorted())
            throw Failure(
                .usage,
                "\(plan.old.alias) lists no topic \(name)" + (meant.map { "; did you mean \($0)?" } ?? ""))
        }
        let comparison = ComparisonScope(
            plan: plan, old: layouts.old, new: layouts.new, newSight: glance.newSight,
            oldCompacts: policies.0, newCompacts: policies.1)
        topics = scope.map(comparison.topic)
        reservations = glance.disagreements + (names.isEmpty ? glance.hidden : [])
        self.old = old
        self.new = new
        self.layouts = layouts
    }

    private static func connect(_ configuration: Configuration) async throws(Failure)
        -> (DigestReader, DigestReader, ComparisonBook.BothLayouts)
    {
        let limits = Limits()
        let clusters = (
            old: try KafkaCluster.reader(of: configuration.old, limits),
            new: try KafkaCluster.reader(of: configuration.new, limits)
        )
        do throws(Cause) {
            let deadline = ContinuousClock.now + .seconds(10)
            let old = try await clusters.old.digestReader(
                configuration.plan.mirror.isolation, until: deadline)
            let new = try await clusters.new.digestReader(.readCommitted, until: deadline)
            return (old, new, try await Self.look(old, new).get())
        } catch {
            throw Failure(.unreachable, error.inComparing)
        }
    }

    /// Who leads now, on both.
    static func look(_ old: DigestReader, _ new: DigestReader) async -> Result<
        ComparisonBook.BothLayouts, Cause
    > {
        do throws(OwnThread.CannotStart) {
            return try await OwnThread.run("compare-look") {
                Result { () throws(Cause) in .init(old: try old.layout(), new: try new.layout()) }
            }
        } catch {
            return .failure(Cause(.refused, error.description))
        }
    }
}

/// What one survey tells of the scope.
private struct Glance {
    /// Topics of OLD that are in scope by the configuration's rules.
    let sources: [TopicName]
    /// Why there may be topics of OLD that nobody sees.
    let hidden: [String]
    let disagreements: [String]
    let newSight: Reading<Sight>

    init(_ configuration: Configuration, clocks: any Clocks) async throws(Failure) {
        // Nothing is looked at again: what comes too late would be held against hours of comparing.
        var patient = configuration
        patient.sampling.interval = max(patient.sampling.interval, .seconds(30))
        patient.sampling.timeout = max(patient.sampling.timeout, .seconds(20))
        let collector = try Collector(patient, clocks: clocks)
        let survey = await collector.survey { _ in Questions() }
        await collector.close(until: .now + .seconds(2))
        for cluster in [survey.old, survey.new] {
            if case .unreadable(let cause) = cluster.topics {
                throw Failure(.unreachable, "topics of \(cluster.alias): \(cause.inComparing)")
            }
        }
        do {
            var evaluator = try Evaluator(plan: configuration.plan)
            let topics = evaluator.weigh(survey).topics
            sources = topics.filter { $0.side == .old && $0.role == .source }.map(\.name).sorted()
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        newSight = survey.new.topicSight
        hidden = survey.old.hidden + survey.old.denials
        disagreements = survey.old.disagreements + survey.new.disagreements
    }
}

extension ClusterSurvey {
    fileprivate var hidden: [String] {
        switch topicSight {
        case .known(.everything): []
        case .known(.filtered), .absent:
            ["the credentials may not see every topic -> grant Describe on all topics of \(alias)"]
        case .unreadable(let cause): ["topics of \(alias) may be hidden: \(cause.inComparing)"]
        }
    }

    /// Rules that hide single topics, where they can be read.
    fileprivate var denials: [String] {
        guard case .known(.rules(let denied)) = authorization else { return [] }
        return denied.filter { $0.contains(" topic ") }.map { "\(alias): \($0)" }
    }

    /// A broker that was cut off goes on answering with the log that it had.
    fileprivate var disagreements: [String] {
        switch agreement {
        case .known(.unanimous): []
        case .known(.divided(let sentences)): sentences.map { "\(alias): \($0)" }
        case .absent: ["the brokers of \(alias) were not asked one by one"]
        case .unreadable(let cause): ["\(alias): \(cause.inComparing)"]
        }
    }
}

extension Plan {
    /// Refuses clusters that are not those that are meant.
    fileprivate func check(old oldID: ClusterID, new newID: ClusterID) throws(Failure) {
        for (cluster, id) in [(old, oldID), (new, newID)] {
            guard let expected = cluster.expectedID, expected != id else { continue }
            throw Failure(
                .configuration, "\(cluster.alias) is cluster \(id), and the configuration says \(expected)")
        }
        guard oldID == newID, sameClusterIDAccepted == nil else { return }
        throw Failure(
            .configuration,
            "\(old.alias) and \(new.alias) both answer as cluster \(oldID): see where their addresses lead")
    }
}

/// Runs what blocks on a thread of its own.
func blocking<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async throws(Failure) -> Answer {
    do throws(OwnThread.CannotStart) {
        return try await OwnThread.run("compare", work)
    } catch {
        throw Failure(.ourFault, error.description)
    }
}
