import Testing

@testable import DecommissionGate

/// Many small histories, each compared, and held against what truly happened.
@Suite struct TruthTests {
    private static let worlds = 5000

    @Test(
        "Equal is said if and only if the mirror holds as many copies of every record",
        arguments: [true, false])
    func everyRecord(isUnique: Bool) throws {
        var seen: [SmallWorld.Event: Int] = [:]
        var equals = 0
        for seed in 0..<Self.worlds {
            let world = SmallWorld(seed: seed, keyed: false, isUnique: isUnique)
            let found = try difference(world.old, world.new, capacity: [1, 3, 1000][seed % 3])
            let lacking = world.lacking.values.reduce(0, +)
            let told = found.missing.count + found.expiredOrMissing.count
            try #require(told == lacking, "\(seed): \(words(found)) of \(world.old) and \(world.new)")
            let surplus = Int64(world.new.records.count) - (Int64(world.old.records.count) - told)
            try #require(found.extra.count + found.expiredOnOld == surplus, "\(seed): \(words(found))")
            if told == 0 { equals += 1 }
            for event in world.events { seen[event, default: 0] += 1 }
        }
        #expect(equals > Self.worlds / 10 && equals < Self.worlds * 9 / 10)
        for event in [SmallWorld.Event.lost, .replayed, .foreign, .expiredOnOld, .expiredOnNew] {
            #expect(seen[event, default: 0] > 100, "\(event) happens")
        }
    }

    @Test("What is called missing was lost, and what was lost of an unexpired mirror is called missing")
    func missingIsLost() throws {
        var sure = 0
        for seed in 0..<Self.worlds {
            let world = SmallWorld(seed: seed, keyed: false, isUnique: true)
            let found = try difference(world.old, world.new)
            let retained = world.lost.filter { $0 >= world.old.extent.start }
            let missing = Set(found.missing.ranges.flatMap { $0.from...$0.to })
            try #require(missing.isSubset(of: retained), "\(seed): \(words(found))")
            if world.new.extent.start == 0 { try #require(missing == retained, "\(seed)") }
            sure += missing.count
        }
        #expect(sure > 250)
    }

    @Test(
        "Where the mirror compacts, equal is said if and only if every key's newest record is its newest there"
    )
    func newestByKey() throws {
        var seen: [SmallWorld.Event: Int] = [:]
        var equals = 0
        for seed in 0..<Self.worlds {
            let world = SmallWorld(seed: seed, keyed: true, isUnique: seed % 2 == 0)
            let found = try difference(world.old, world.new, .newestByKey, capacity: [1, 3, 1000][seed % 3])
            let told = found.missing.count + found.expiredOrMissing.count + found.overtaken.count
            try #require(told == world.outdatedKeys.count, "\(seed): \(words(found)) of \(world)")
            if told == 0 { equals += 1 }
            for event in world.events { seen[event, default: 0] += 1 }
        }
        #expect(equals > Self.worlds / 10 && equals < Self.worlds * 9 / 10)
        for event in SmallWorld.Event.allCases { #expect(seen[event, default: 0] > 100, "\(event) happens") }
    }

    @Test("Where nobody knows whether the mirror compacts, or it does not, nothing more is called equal")
    func strictMeasures() throws {
        for seed in 0..<Self.worlds {
            let world = SmallWorld(seed: seed, keyed: true, isUnique: seed % 2 == 0)
            for measure in [Measure.everyRecordAndNewestByKey, .newestByKeyOlderUnknown] {
                let found = try difference(world.old, world.new, measure)
                let isEqual =
                    found.missing.isEmpty && found.expiredOrMissing.isEmpty && found.overtaken.isEmpty
                let isTrue = world.lacking.isEmpty && world.outdatedKeys.isEmpty
                try #require(isEqual == isTrue, "\(seed), \(measure): \(words(found)) of \(world)")
            }
        }
    }
}
