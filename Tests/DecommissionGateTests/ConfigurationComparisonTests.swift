import Quiescence
import Testing

@testable import DecommissionGate

/// A file as `compare` saves it, of one partition unless said otherwise.
struct SavedComparison {
    var oldID: ClusterID = "pL4nAaBbCcDdEeFfGgHhIi"
    var reservations: [String] = []
    var partitions = [Self.partition(0)]
    /// Of the run; what it took over was compared before.
    var began: Int64 = 1_795_790_000

    /// A stand-in: what it is a digest of is ComparingTests' matter.
    static let digest: ComparisonFile.Digest = { bytes in
        String(bytes.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }, radix: 16)
    }

    static func partition(
        _ number: Int32, missing: [Int64] = [], moved: [String] = [], at seconds: Int64 = 1_795_791_000
    ) -> ComparedPartition {
        var difference = Difference()
        for offset in missing { difference.missing.add(offset) }
        func log(_ end: Int64) -> ComparedLog {
            let record = DigestedRecord(
                offset: end - 1, content: Fingerprint((1, 2, 3, 4)), key: nil, isTombstone: false,
                stamp: .created, size: 1)
            return ComparedLog(start: 2, end: end, records: end - 2, bytes: 9, newest: ComparedRecord(record))
        }
        return ComparedPartition(
            partition: number, measure: .everyRecord, timestampsCompared: true, old: log(12), new: log(14),
            difference: difference, moved: moved,
            comparedAt: Timestamp(WallTime(millisecondsSince1970: seconds * 1000)))
    }

    var text: String {
        func time(_ seconds: Int64) -> Timestamp {
            Timestamp(WallTime(millisecondsSince1970: seconds * 1000))
        }
        let document = ComparisonDocument(
            program: "1", librdkafka: "2.0.2", old: ComparedCluster(alias: "OLD", clusterID: oldID),
            new: ComparedCluster(alias: "NEW", clusterID: "new"), topicPrefix: "OLD.",
            oldIsolation: .readUncommitted, asksForAll: true, reservations: reservations,
            beganAt: time(began), endedAt: time(1_795_791_000),
            topics: [
                ComparedTopic(
                    topic: "orders", mirror: "OLD.orders", partitionCount: partitions.count,
                    partitions: partitions)
            ])
        do {
            return String(
                decoding: try ComparisonFile.bytes(document, digest: Self.digest), as: UTF8.self)
        } catch {
            return "\(error)"
        }
    }
}

/// What `compare` found becomes evidence, and what it did not find does not.
@Suite struct ConfigurationComparisonTests {
    private func world(_ saved: SavedComparison = SavedComparison(), at path: String = "a.json")
        -> ConfigurationWorld
    {
        var world = ConfigurationWorld()
        world.files[path] = saved.text
        return world
    }

    private func problem(_ saved: SavedComparison, cluster: String = "") -> [String] {
        world(saved).problems(minimalConfiguration(and: "mirror: {comparisons: [a.json]}"))
    }

    @Test("Only what was equal accounts for a partition; what was different speaks against it")
    func outcomes() throws {
        var saved = SavedComparison()
        saved.partitions = [
            SavedComparison.partition(0, at: 1_795_780_000), SavedComparison.partition(1, missing: [5]),
            SavedComparison.partition(2, moved: ["it was written"]), SavedComparison.partition(3),
        ]
        let text = minimalConfiguration(and: "mirror: {comparisons: [a.json]}")
        let comparison = try #require(world(saved).load(text).plan.mirror.comparisons.first)
        func extent(_ isEqual: Bool, at seconds: Int64) -> ComparedExtent {
            ComparedExtent(
                isEqual: isEqual, sourceStart: 2, sourceEnd: 12, records: 10, mirrorStart: 2, mirrorEnd: 14,
                time: WallTime(millisecondsSince1970: seconds * 1000))
        }
        #expect(comparison.title == "a.json of 2026-11-27 14:50 UTC")
        #expect(comparison.equalCount == 2)
        // What an earlier run found is no younger than that run, and what this one found no younger than its start.
        #expect(
            comparison.partitions == [
                TopicPartition("orders", 0): extent(true, at: 1_795_780_000),
                TopicPartition("orders", 1): extent(false, at: 1_795_790_000),
                TopicPartition("orders", 3): extent(true, at: 1_795_790_000),
            ])
    }

    @Test(
        "A file is as young as the latest time in it, also where that was taken over from another machine's")
    func latest() throws {
        let text = minimalConfiguration(and: "mirror: {comparisons: [a.json]}")
        for (compared, latest) in [(1_795_780_000, 1_795_791_000), (1_795_800_000, 1_795_800_000)]
            as [(Int64, Int64)]
        {
            var saved = SavedComparison()
            saved.partitions = [SavedComparison.partition(0, at: compared)]
            let comparison = try #require(world(saved).load(text).plan.mirror.comparisons.first)
            #expect(comparison.latest == WallTime(millisecondsSince1970: latest * 1000))
        }
    }

    @Test("The plan that is served names the file, its digest and how much of it was equal")
    func served() throws {
        let text = minimalConfiguration(and: "mirror: {comparisons: [a.json]}")
        let plan = try world().load(text).plan
        let comparison = try #require(plan.mirror.comparisons.first)
        #expect(
            PlanDocument(plan).rules == [
                RuleDocument(
                    "mirror.comparisons", .name("a.json of 2026-11-27 14:50 UTC"),
                    "1 partition equal, SHA-256 \(comparison.sha256)")
            ])
    }

    @Test("A path is relative to the configuration's file")
    func path() throws {
        let text = minimalConfiguration(and: "mirror: {comparisons: [evidence/a.json]}")
        let world = world(at: "/etc/gate/evidence/a.json")
        let configuration = try Configuration.load(
            Array(text.utf8), file: "/etc/gate/gate.yaml", surroundings: world.surroundings)
        #expect(
            configuration.plan.mirror.comparisons.map(\.title)
                == ["evidence/a.json of 2026-11-27 14:50 UTC"])
        #expect(configuration.completed(by: nil).plan.mirror.comparisons.count == 1)
    }

    @Test("A file that cannot be evidence is refused with file, key and mend")
    func refused() {
        var saved = SavedComparison()
        saved.reservations = ["the credentials may not see every topic"]
        #expect(
            problem(saved) == [
                "gate.yaml:4:24: mirror.comparisons[0]: a.json: comparison.reservations: says that even equal topics "
                    + "prove nothing: the credentials may not see every topic; mend that and compare again; "
                    + "name a file that `decommission-gate compare --output json` or --state has written"
            ])
        saved = SavedComparison()
        saved.partitions = []
        #expect(problem(saved).first?.contains("a.json: compares no partition") == true)
        var world = world()
        let text = minimalConfiguration(and: "mirror: {comparisons: [a.json]}")
        let good = SavedComparison().text
        for (part, other, said) in [
            (#""end":14"#, #""end":15"#, "a.json: was changed since it was written"),
            (#""version":1"#, #""version":2"#, "a.json: comparison.version: is 2"),
            (#"{"comparison""#, #"{"recording""#, "a.json: comparison: is missing"),
        ] {
            world.files["a.json"] = good.replacing(part, with: other)
            #expect(world.problems(text).first?.contains(said) == true, "\(world.problems(text))")
        }
        world.files["a.json"] = nil
        #expect(
            world.problems(text).first?.contains("mirror.comparisons[0]: a.json: does not exist") == true)
    }

    @Test("The same comparison twice, or of clusters other than those named by their ids, is a mistake")
    func mistakes() {
        var world = world()
        world.files["b.json"] = world.files["a.json"]
        let twice = world.problems(minimalConfiguration(and: "mirror: {comparisons: [a.json, b.json]}"))
        #expect(twice.count == 1 && twice[0].contains("are the same comparison"))
        let other = world.problems(
            """
            clusters:
              old: {bootstrap_servers: "old:9092", cluster_id: other}
              new: {bootstrap_servers: "new:9092", cluster_id: new}
            mirror: {comparisons: [a.json]}
            """)
        #expect(
            other.count == 1
                && other[0].contains("compares cluster pL4nAaBbCcDdEeFfGgHhIi, and cluster_id says other"),
            "\(other)")
    }
}
