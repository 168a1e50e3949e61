import DecommissionGate
import Quiescence
import Testing

@testable import MirrorMaker

struct CheckpointBookTests {
    private let partition = TopicPartition("OLD.gs.t", 1)
    private let key = Fields().string("g.idle").string("OLD.gs.t").int32(1).bytes

    private func value(_ upstream: Int64, _ downstream: Int64, metadata: String = "") -> [UInt8] {
        Fields().int16(0).int64(upstream).int64(downstream).string(metadata).bytes
    }

    private func book(_ values: [UInt8]?...) -> CheckpointBook {
        var book = CheckpointBook()
        for value in values { book.take(LogRecord(offset: 9, key: key, value: value)) }
        return book
    }

    private func only(_ upstream: Int64, _ downstream: Int64) -> Reading<
        [GroupName: PartitionMap<Checkpoint>]
    > {
        .known(["g.idle": [partition: Checkpoint(upstream: upstream, downstream: downstream)]])
    }

    @Test func theBytesThatMirrorMakerWrites() throws {
        var book = CheckpointBook()
        book.take(
            LogRecord(
                key: try bytes(hex: "0006 672e69646c65 0008 4f4c442e67732e74 00000001"),
                value: try bytes(hex: "0000 0000000000000032 0000000000000032 0000")))
        #expect(book.content == only(50, 50))
        #expect(book.malformed == 0)
    }

    @Test func theNewestCountsAndMetadataIsPassedOver() {
        #expect(book(value(20, 1), value(50, 48, metadata: "hello")).content == only(50, 48))
    }

    @Test func aTombstoneTakesItBack() {
        #expect(book(value(20, 1), nil).content == .known([:]))
    }

    /// Otherwise a commit that MirrorMaker wrote would be taken for a consumer's.
    @Test func aNewestValueThatCannotBeReadMakesAllUnreadable() {
        let whole = value(50, 48, metadata: "hello")
        let strange = [
            whole + [0], Fields().int16(1).int64(5).int64(4).string("").bytes, value(-1, 4), value(5, -1),
        ]
        for bytes in truncations(whole) + strange {
            let book = book(value(20, 1), bytes)
            guard case .unreadable(let cause) = book.content else {
                Issue.record("\(bytes): \(book.content)")
                continue
            }
            #expect(cause.kind == .malformed && cause.detail.contains("g.idle on OLD.gs.t-1 at offset 9"))
        }
        #expect(book(value(20, 1), [], whole).content == only(50, 48))
        #expect(book(value(20, 1), [], nil).content == .known([:]))
    }

    @Test func aStrangeKeyIsCountedAndReadingGoesOn() {
        var book = CheckpointBook()
        for key in truncations(key) + [key + [0]] {
            book.take(LogRecord(key: key, value: value(1, 1)))
        }
        book.take(LogRecord(key: nil as [UInt8]?, value: nil))
        #expect(book.malformed == key.count + 2)
        book.take(LogRecord(key: key, value: value(20, 1)))
        #expect(book.content == only(20, 1))
    }
}
