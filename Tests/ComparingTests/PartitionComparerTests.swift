import DecommissionGate
import Quiescence
import Synchronization
import Testing

/// One partition, asked about before and after, and read in between.
@Suite struct PartitionComparerTests {
    private func compare(
        _ old: ScriptedCluster, _ new: ScriptedCluster, isolation: Isolation = .readUncommitted,
        former: ComparedPartition? = nil
    ) throws -> ComparedPartition {
        try #require(PartitionComparer(old, new, isolation: isolation).compare(.t, former: former))
    }

    @Test("Equal: ranges, records and the newest of both logs are told")
    func equal() throws {
        let found = try compare(
            ScriptedCluster("t", Log("1 2 . .", start: 5)), ScriptedCluster("OLD.t", Log("1 2", start: 3)))
        #expect(found.outcome == .equal && found.timestampsCompared)
        #expect(found.old.start == 5 && found.old.end == 9 && found.old.records == 2)
        #expect(found.old.newest?.offset == 6 && found.new?.newest?.offset == 4)
        #expect(found.old.newest?.sha256 == found.new?.newest?.sha256)
    }

    @Test(
        "A partition that changes while it is compared is never called equal, nor different",
        arguments: [
            ("1 2 3", 0, "t-0 was written: its end went from 2 to 3"),
            ("1", 0, "t-0 went back from end 2 to 1: recreated, or records were lost"),
            ("2", 1, "t-0 expired: its start went from 0 to 1"),
        ])
    func moved(later: String, start: Int64, sentence: String) throws {
        let old = ScriptedCluster("t", Log("1 2"), Log(later, start: start))
        // Read is what stands there later: the first log is there for the first question alone.
        let found = try compare(old, ScriptedCluster("OLD.t", Log(later)))
        #expect(found.outcome == .moved)
        #expect(found.moved == [sentence])
    }

    @Test("A mirror that is written while it is compared is not equal either")
    func mirrorMoved() throws {
        let found = try compare(
            ScriptedCluster("t", Log("1 2")), ScriptedCluster("OLD.t", Log("1"), Log("1 2")))
        #expect(found.outcome == .moved)
    }

    @Test(
        "An open transaction on the mirror, or on OLD where MirrorMaker reads committed records: unknown, and says so"
    )
    func openTransaction() throws {
        var open = Log("1 2")
        open.extent.stable = 1
        let whole = Log("1 2")
        for (old, new, isolation, isEqual) in [
            (whole, open, Isolation.readUncommitted, false), (open, whole, .readCommitted, false),
            (open, whole, .readUncommitted, true),
        ] {
            let found = try compare(
                ScriptedCluster("t", old), ScriptedCluster("OLD.t", new), isolation: isolation)
            #expect(found.outcome == (isEqual ? .equal : .unknown))
            #expect(isEqual || found.unreadable?.contains("a transaction is open at 1") == true)
        }
    }

    @Test("Reading that breaks off leaves it unknown with the cause, however much was equal before")
    func brokenOff() throws {
        let old = ScriptedCluster("t", Log("1 2 3"))
        old.script.withLock { $0.failsAfter = 2 }
        let found = try compare(old, ScriptedCluster("OLD.t", Log("1 2 3")))
        #expect(found.outcome == .unknown && found.unreadable?.contains("nothing came -> ") == true)
        #expect(found.difference == Difference())
    }

    @Test("A mirror that stamps for itself is compared without timestamps; so is a source without any")
    func stamps() throws {
        for (oldStamp, newStamp) in [
            (DigestedRecord.Stamp.created, DigestedRecord.Stamp.appended), (.none, .created),
        ] {
            let old = ScriptedCluster("t", Log("1 2"))
            let new = ScriptedCluster("OLD.t", Log("1 2"))
            old.script.withLock { $0.stamp = oldStamp }
            new.script.withLock { $0.stamp = newStamp }
            let found = try compare(old, new)
            #expect(found.outcome == .equal && !found.timestampsCompared)
            #expect(old.timesRead == 2, "begun again, for the digests differ")
        }
        let old = ScriptedCluster("t", Log("1"))
        old.script.withLock { $0.stamp = .appended }
        let found = try compare(old, ScriptedCluster("OLD.t", Log("1")))
        #expect(found.timestampsCompared, "MirrorMaker hands on the time at which OLD's broker stored it")
    }

    @Test("A mirror that has no such partition lacks every record")
    func noMirror() throws {
        let pair = PartitionPair(source: TopicPartition("t", 0), mirror: nil, measure: .everyRecord)
        let comparer = PartitionComparer(ScriptedCluster("t", Log("1 2")), ScriptedCluster("OLD.t"))
        let found = try #require(comparer.compare(pair))
        #expect(found.outcome == .different && found.difference.missing.words() == "0–1")
    }

    @Test("Stopped in the middle it says nothing at all")
    func stopped() {
        let comparer = PartitionComparer(
            ScriptedCluster("t", Log("1 2 3")), ScriptedCluster("OLD.t", Log("1 2 3")),
            pace: PiecePace(stopsAfter: 2))
        #expect(comparer.compare(.t) == nil)
    }

    @Test("What an earlier run settled is taken over while both logs are what they were")
    func resumed() throws {
        let old = ScriptedCluster("t", Log("1 2"))
        let new = ScriptedCluster("OLD.t", Log("1"))
        let former = try compare(old, new)
        #expect(former.outcome == .different)
        #expect(try compare(old, new, former: former) == former)
        #expect(old.timesRead == 2, "once whole, and once the newest record")
    }

    @Test(
        "What an earlier run settled is not believed of a log that has changed since",
        arguments: [
            ("1 2 3", "1 2 3"), ("1 2", "1 2 2"), ("1 9", "1 2"), ("1 2", "1 9"), ("", "1 2"),
        ])
    func notResumed(oldNow: String, newNow: String) throws {
        let former = try compare(ScriptedCluster("t", Log("1 2")), ScriptedCluster("OLD.t", Log("1 2")))
        #expect(former.outcome == .equal)
        let (old, new) = (ScriptedCluster("t", Log(oldNow)), ScriptedCluster("OLD.t", Log(newNow)))
        let found = try compare(old, new, former: former)
        let afresh = try compare(old, new)
        #expect(found.old == afresh.old && found.new == afresh.new && found.outcome == afresh.outcome)
        #expect(found != former)
    }

    @Test("What moved or could not be read is compared again, though nothing has changed since")
    func unsettled() throws {
        let old = ScriptedCluster("t", Log("1"))
        let new = ScriptedCluster("OLD.t", Log("1"))
        let former = try compare(old, new).moved(["t-0 changed its leader"])
        #expect(former.outcome == .moved)
        #expect(try compare(old, new, former: former).outcome == .equal)
    }
}
