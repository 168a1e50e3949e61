import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct MetricsPageTests {
    private func page(_ assessment: Assessment, _ survey: Survey = Fixture.survey) throws -> [String] {
        try Fixture.series(try Fixture.edition(assessment, survey).fresh.metrics)
    }

    @Test func safeIsSafeOnlyWhileItIsFresh() throws {
        let edition = try Fixture.edition(Fixture.safeAssessment)
        let (fresh, stale) = (
            try Fixture.series(edition.fresh.metrics), try Fixture.series(edition.stale.metrics)
        )
        #expect(fresh.contains("decommission_safe 1") && stale.contains("decommission_safe 0"))
        #expect(fresh.contains("decommission_gate_state{gate=\"old_brokers\",state=\"safe\"} 1"))
        #expect(stale.contains("decommission_gate_state{gate=\"old_brokers\",state=\"safe\"} 0"))
        #expect(stale.contains("decommission_gate_state{gate=\"old_brokers\",state=\"unknown\"} 1"))
        #expect(!stale.contains { $0.hasSuffix(" 1") && $0.contains("_gate_safe") })
        #expect(!stale.contains { $0.hasSuffix(" 1") && $0.contains("condition_met") })
        #expect(!stale.contains { $0.hasSuffix(" 1") && $0.contains("condition_evaluable") })
    }

    @Test func stalenessTouchesTheVerdictAndNothingElse() throws {
        let edition = try Fixture.edition(Fixture.safeAssessment)
        let (fresh, stale) = (
            try Fixture.series(edition.fresh.metrics), try Fixture.series(edition.stale.metrics)
        )
        let changed = Set(fresh).symmetricDifference(stale).map { $0.prefix { $0 != "{" && $0 != " " } }
        #expect(
            Set(changed) == [
                "decommission_safe", "decommission_gate_safe", "decommission_gate_state",
                "decommission_gate_safe_since_timestamp_seconds", "decommission_condition_met",
                "decommission_condition_evaluable", "decommission_condition_offenders",
            ])
    }

    @Test func oneUnsafeGateKeepsTheWholeSignalDown() throws {
        var assessment = Fixture.safeAssessment
        assessment.verdict.gates[2].state = .observing(remaining: .seconds(1))
        #expect(try page(assessment).contains("decommission_safe 0"))
        assessment.verdict.gates.removeLast()
        let missing = try page(assessment)
        #expect(missing.contains("decommission_safe 0"), "a gate without a verdict is not safe")
        #expect(missing.contains("decommission_gate_evaluation_failures_total{gate=\"old_brokers\"} 1"))
    }

    @Test func whatIsNotKnownHasNoSeries() throws {
        let series = try page(Fixture.assessment)
        let unknown = [
            "mirror_lag_records{topic=\"audit-weekly\"", "topic_producer_target{topic=\"audit-weekly\"",
            "topic_log_end_offset{kafka_cluster=\"NEW\",topic=\"orders\"",
            "consumer_group_members{kafka_cluster=\"NEW\",group=\"billing\"",
            "consumer_group_lag_records{kafka_cluster=\"NEW\"", "consumer_group_phase{group=\"quote",
            "producer_target{producer=\"billing\"", "condition_offenders{condition=\"mirror_consumed\"",
        ]
        for start in unknown {
            #expect(!series.contains { $0.hasPrefix("decommission_\(start)") }, "\(start)")
        }
    }

    @Test func aClusterWithoutAnAnswerCountsNoTopicsAndKeepsTheRestOfThePage() throws {
        var survey = Fixture.survey
        survey.old = ClusterSurvey(alias: "OLD", nothingReadable: Cause(.unreachable, "no broker answers"))
        let series = try page(Fixture.assessment, survey)
        #expect(series.contains("decommission_kafka_up{kafka_cluster=\"OLD\"} 0"))
        #expect(series.contains("decommission_survey_failures_total{kafka_cluster=\"OLD\"} 1"))
        #expect(!series.contains { $0.hasPrefix("decommission_topics{kafka_cluster=\"OLD\"") })
        #expect(!series.contains { $0.hasPrefix("decommission_kafka_brokers{kafka_cluster=\"OLD\"") })
        #expect(series.contains("decommission_topics{kafka_cluster=\"NEW\",role=\"mirror\"} 1"))
    }

    @Test func anIncompleteListOfGroupsIsNoCompleteReading() throws {
        let series = try page(Fixture.assessment)
        #expect(series.contains("decommission_kafka_up{kafka_cluster=\"OLD\"} 1"))
        #expect(series.contains("decommission_kafka_up{kafka_cluster=\"NEW\"} 0"))
        #expect(
            !series.contains {
                $0.hasPrefix("decommission_survey_last_success_timestamp_seconds{kafka_cluster=\"NEW\"")
            })
    }

    @Test("Commits on a topic that is gone leave the cluster read completely, and the rest with its figures")
    func commitsOnATopicThatIsGone() throws {
        var survey = Fixture.survey
        var commits: PartitionMap<CommittedOffset> = [:]
        commits[TopicPartition("gone", 0)] = CommittedOffset(50)
        commits[TopicPartition("orders", 0)] = CommittedOffset(1100)
        survey.old.groups.seen["billing"]?.commits = .known(commits)
        let series = try page(Fixture.assessment, survey)
        #expect(series.contains("decommission_kafka_up{kafka_cluster=\"OLD\"} 1"))
        #expect(series.contains("decommission_survey_failures_total{kafka_cluster=\"OLD\"} 0"))
        let lag = "_partition_lag_records{kafka_cluster=\"OLD\",group=\"billing\",topic="
        #expect(series.filter { $0.contains(lag) }.allSatisfy { $0.contains("\"orders\"") })
        #expect(series.contains { $0.contains("\(lag)\"orders\",partition=\"0\"} 100") })
    }

    /// An alert on the mirror reads both: the time stands still while the lag does not go.
    @Test func aHeartbeatThatNeverCameHasNoSeriesAndOneThatStoppedKeepsItsTime() throws {
        let name = "decommission_mirror_last_heartbeat_timestamp_seconds"
        var survey = Fixture.survey
        survey.mirror.heartbeat = .absent
        #expect(try !page(Fixture.assessment, survey).contains { $0.hasPrefix(name) })
        survey.mirror.heartbeat = .known(Fixture.before(7200))
        let stopped = try page(Fixture.assessment, survey)
        #expect(stopped.contains("\(name) 1795593600.250"))
        #expect(stopped.contains("decommission_mirror_lag_records{topic=\"orders\"} 100"))
    }

    /// Two series with the same labels make Prometheus drop the whole page.
    @Test func aGroupNamedTwiceIsShownOnce() throws {
        var assessment = Fixture.assessment
        assessment.groups += assessment.groups
        assessment.topics += assessment.topics
        assessment.producers += assessment.producers
        let series = try page(assessment)
        let names = series.map { $0.prefix(upTo: $0.lastIndex(of: " ") ?? $0.endIndex) }
        #expect(names.count == Set(names).count)
    }

    @Test func twoPhasesOfOneGroupAreNoPhase() throws {
        var assessment = Fixture.assessment
        assessment.groups[0].phase = .oldOnly
        #expect(
            try !page(assessment).contains {
                $0.hasPrefix("decommission_consumer_group_phase{group=\"billing\"")
            })
    }

    @Test func figuresAreExactDigits() {
        var block = MetricBlock(.gauge("metric", "name", help: ""))
        for value in [
            MetricValue.integer(.min), .milliseconds(-1005), .milliseconds(.max), .milliseconds(20),
        ] {
            block.add(value, "a")
        }
        guard case .plain(let lines) = block.body else {
            Issue.record("so few series are not compressed")
            return
        }
        let values = String(decoding: lines, as: UTF8.self).split(separator: "\n").map { $0.dropFirst(17) }
        #expect(values == ["-9223372036854775808", "-1.005", "9223372036854775.807", "0.020"])
    }

    @Test("What both formats and a stale page share is compressed once, and every page says all of it")
    func sharesWhatIsLarge() throws {
        var assessment = Fixture.assessment
        assessment.groups += Fixture.many(of: assessment.groups[0])
        let edition = try Fixture.edition(assessment)
        for page in [edition.fresh.metrics, edition.stale.metrics] {
            for format in MetricsFormat.allCases {
                let zipped = try #require(page.form(format).gzip).dropFirst(2)
                let parts = zipped.filter { $0 == UInt8(ascii: "<") }.count
                #expect(parts > 2)
                let brackets = [UInt8(ascii: "<"), UInt8(ascii: ">")]
                #expect(
                    try page.form(format).plain.filter { !brackets.contains($0) }
                        == zipped.filter { !brackets.contains($0) })
            }
        }
        let plain = String(decoding: try edition.fresh.metrics.text.plain, as: UTF8.self)
        #expect(plain.contains("group=\"billing-299\""))
    }

    @Test func theCeilingCutsDetailInWholeFamiliesAndNeverTheSignal() throws {
        let whole = try page(Fixture.safeAssessment)
        for ceiling in [0, 1, whole.count - 10, whole.count - 1] {
            var settings = Fixture.settings
            settings.maxSeries = ceiling
            var press = Fixture.press(settings)
            let edition = press.edition(
                of: Fixture.survey, Fixture.safeAssessment, requests: RequestCounts(),
                process: Fixture.process)
            let cut = try Fixture.series(edition.fresh.metrics)
            let lost = Set(whole).subtracting(cut)
            #expect(cut.contains("decommission_safe 1"))
            #expect(cut.contains("decommission_series_dropped \(whole.count - cut.count)"))
            #expect(cut.count <= max(ceiling, whole.count { !isDetail($0) }))
            let families = Set(lost.map { family($0) }).subtracting(["decommission_series_dropped"])
            #expect(cut.allSatisfy { !families.contains(family($0)) }, "a family is whole or not there")
            #expect(families.allSatisfy { isDetail($0) })
        }
    }

    private func family(_ series: String) -> String { String(series.prefix { $0 != "{" && $0 != " " }) }

    private func isDetail(_ series: String) -> Bool {
        let details = [
            "_topic_", "_consumer_group_", "_mirror_lag_", "_mirror_skipped_", "_mirror_lost_",
            "_mirror_expired_", "_producer_target",
        ]
        return details.contains { series.contains($0) }
    }

    @Test func partitionsAreShownOnlyWhereAsked() throws {
        var settings = Fixture.settings
        settings.partitions = false
        var press = Fixture.press(settings)
        let edition = press.edition(
            of: Fixture.survey, Fixture.assessment, requests: RequestCounts(), process: Fixture.process)
        #expect(try !Fixture.series(edition.fresh.metrics).contains { $0.contains("partition") })
    }

    /// A commit beyond the end is a contradiction: neither a negative lag nor 0.
    @Test func aPartitionWhoseCommitLiesBeyondItsEndHasNoLag() throws {
        var survey = Fixture.survey
        let beyond = TopicPartition("orders", 0)
        let missing = TopicPartition("orders", 7)
        let far = try #require(CommittedOffset(5000))
        survey.old.groups.seen["billing"]?.commits = .known([beyond: far, missing: far])
        #expect(
            try !page(Fixture.assessment, survey).contains {
                $0.contains("_partition_lag_records{kafka_cluster=\"OLD\",group=\"billing\"")
            })
    }

    @Test func countersRunOverAllSurveys() throws {
        var press = Fixture.press()
        var edition: Edition?
        for _ in 1...3 {
            edition = press.edition(
                of: Fixture.survey, Fixture.assessment, requests: RequestCounts(), process: Fixture.process)
        }
        let series = try Fixture.series(#require(edition).fresh.metrics)
        #expect(series.contains("decommission_surveys_total{kafka_cluster=\"OLD\"} 3"))
        #expect(series.contains("decommission_survey_failures_total{kafka_cluster=\"NEW\"} 3"))
        #expect(series.contains("decommission_clock_steps_total 3"))
        #expect(series.contains("decommission_gate_evaluations_total{gate=\"old_brokers\"} 3"))
    }

    @Test func processFiguresAreReadAndNeverMadeUp() {
        let figures = ProcessFigures.now
        #expect((figures.residentBytes ?? 0) > 1_000_000 && (figures.openFiles ?? 0) > 2)
        #expect((figures.virtualBytes ?? 0) >= (figures.residentBytes ?? 0) && figures.cpu != nil)
        #expect((figures.started?.secondsSince1970 ?? 0) > 1_000_000_000)
        #expect(ProcessFigures.read(from: "/nowhere") == ProcessFigures())
    }
}
