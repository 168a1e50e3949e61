import Quiescence
import Testing

/// Not knowing keeps a gate shut: whatever else a reading does, its loss opens nothing.
@Suite("Losing a reading never opens what was shut")
struct MonotonyTests {
    @Test("In small worlds of every kind, for each single reading", arguments: 0..<24)
    func losingOneReading(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var surveys: [Survey] = []
        var world = SmallWorlds.first(&random)
        for _ in 0..<4 {
            surveys.append(world.survey())
            world.pass(.seconds(29))
            SmallWorlds.change(&world, &random)
        }
        let whole = try weigh(surveys, world)
        for index in surveys.indices {
            for (name, loss) in Loss.all(in: surveys[index]) {
                // What waits for time in other tests must not wait for this one to end.
                await Task.yield()
                var lossy = surveys
                loss(&lossy[index])
                let less = try weigh(lossy, world)
                for condition in Condition.allCases {
                    // In the survey that lacks it, and in what is opened at the end.
                    let before = whole[index].state(condition)
                    let after = less[index].state(condition)
                    if before != .holds, after == .holds {
                        Issue.record(
                            """
                            without \(name), \(condition) holds at \(index); with it: \
                            \(whole[index].offenders(condition)) \(whole[index].doubts(condition))
                            """)
                    }
                }
                for gate in Gate.allCases where less[index].gate(gate) == .safe {
                    #expect(whole[index].gate(gate) == .safe, "without \(name), \(gate) opens at \(index)")
                }
            }
        }
    }

    private func weigh(_ surveys: [Survey], _ world: World) throws -> [Assessment] {
        let plan = World.plan {
            $0.timing.window = .seconds(1)
            $0.timing.confirmation = .seconds(1)
        }
        var evaluator = try Evaluator(plan: plan)
        return surveys.map { survey in
            var survey = survey
            let questions = evaluator.questions(for: survey)
            for question in questions.tails { survey.tails[question] = world.answer(question) }
            for question in questions.ledger { survey.ledger[question] = world.answer(question) }
            return evaluator.weigh(survey)
        }
    }

    /// Ways of losing one reading of a survey.
    private enum Loss {
        static let cause = Cause(.timedOut, "lost")

        static func all(in survey: Survey) -> [(String, (inout Survey) -> Void)] {
            cluster("OLD", \.old, survey.old) + cluster("NEW", \.new, survey.new) + [
                ("positions", { $0.mirror.positions = .unreadable(cause) }),
                ("syncs", { $0.mirror.syncs = .unreadable(cause) }),
                ("checkpoints", { $0.mirror.checkpoints = .unreadable(cause) }),
                ("heartbeat", { $0.mirror.heartbeat = .unreadable(cause) }),
            ]
        }

        private static func cluster(
            _ name: String, _ path: WritableKeyPath<Survey, ClusterSurvey>, _ cluster: ClusterSurvey
        ) -> [(String, (inout Survey) -> Void)] {
            var losses: [(String, (inout Survey) -> Void)] = [
                ("\(name) identity", { $0[keyPath: path].identity = .unreadable(cause) }),
                ("\(name) brokers", { $0[keyPath: path].brokers = .unreadable(cause) }),
                ("\(name) agreement", { $0[keyPath: path].agreement = .unreadable(cause) }),
                ("\(name) topics", { $0[keyPath: path].topics = .unreadable(cause) }),
                ("\(name) list of groups", { $0[keyPath: path].groups.completeness = .incomplete(cause) }),
            ]
            for group in cluster.groups.seen.keys.sorted() {
                losses += [
                    (
                        "\(name) \(group)",
                        {
                            $0[keyPath: path].groups.seen[group] = nil
                            $0[keyPath: path].groups.completeness = .incomplete(cause)
                        }
                    ),
                    (
                        "\(name) \(group) state",
                        { $0[keyPath: path].groups.seen[group]?.state = .unreadable(cause) }
                    ),
                    (
                        "\(name) \(group) type",
                        { $0[keyPath: path].groups.seen[group]?.protocolType = .unreadable(cause) }
                    ),
                    (
                        "\(name) \(group) members",
                        { $0[keyPath: path].groups.seen[group]?.members = .unreadable(cause) }
                    ),
                    (
                        "\(name) \(group) commits",
                        { $0[keyPath: path].groups.seen[group]?.commits = .unreadable(cause) }
                    ),
                ]
            }
            guard case .known(let topics) = cluster.topics else { return losses }
            for topic in topics.keys.sorted() {
                losses += [
                    ("\(name) \(topic)", { $0[keyPath: path].replace(topic) { _ in nil } }),
                    ("\(name) start of \(topic)-0", partition(path, topic) { $0.start = .unreadable(cause) }),
                    ("\(name) end of \(topic)-0", partition(path, topic) { $0.end = .unreadable(cause) }),
                    (
                        "\(name) stable of \(topic)-0",
                        partition(path, topic) { $0.stable = .unreadable(cause) }
                    ),
                    (
                        "\(name) leader of \(topic)-0",
                        partition(path, topic) { $0.leader = .unreadable(cause) }
                    ),
                ]
            }
            return losses
        }

        private static func partition(
            _ path: WritableKeyPath<Survey, ClusterSurvey>, _ topic: TopicName,
            _ lose: @escaping (inout PartitionSurvey) -> Void
        ) -> (inout Survey) -> Void {
            { survey in
                survey[keyPath: path].replace(topic) { topic in
                    var topic = topic
                    if !topic.partitions.isEmpty { lose(&topic.partitions[0]) }
                    return topic
                }
            }
        }
    }
}

extension ClusterSurvey {
    /// Puts another reading in the place of a topic's; nil for one that cannot be described.
    fileprivate mutating func replace(_ topic: TopicName, by change: (TopicSurvey) -> TopicSurvey?) {
        guard case .known(var all) = topics, case .known(let survey)? = all[topic] else { return }
        all[topic] = change(survey).map { .known($0) } ?? .unreadable(Cause(.timedOut, "lost"))
        topics = .known(all)
    }
}
