import DecommissionGate
import Quiescence
import Testing

@testable import MirrorMaker

struct HeartbeatBookTests {
    private func record(_ source: String, _ target: String, _ time: Int64?) -> LogRecord {
        LogRecord(
            key: Fields().string(source).string(target).bytes,
            value: time.map { Fields().int16(0).int64($0).bytes })
    }

    private func newest(_ records: LogRecord...) -> Reading<WallTime> {
        var book = HeartbeatBook(old: "OLD")
        for record in records { book.take(record) }
        return book.content
    }

    private func at(_ time: Int64) -> Reading<WallTime> { .known(WallTime(millisecondsSince1970: time)) }

    @Test func theBytesThatMirrorMakerWrites() throws {
        let record = LogRecord(
            key: try bytes(hex: "0003 4e4557 0003 4f4c44"),
            value: try bytes(hex: "0000 000001a21050d124"))
        #expect(newest(record) == at(0x1a2_1050_d124))
    }

    @Test func onlyAHeartbeatThatWasWrittenOnOldCameThroughIt() {
        #expect(newest(record("OLD", "NEW", 7000)) == .absent)
        #expect(newest(record("NEW", "OLD", 5000), record("OLD", "NEW", 7000)) == at(5000))
    }

    @Test func noneIsNoneAndNotTheYear1970() {
        #expect(newest() == .absent)
        #expect(newest(record("NEW", "OLD", 5000), record("NEW", "OLD", nil)) == .absent)
    }

    @Test func theNewestOfEachWriterCountsByTheLogAndNotByTheClock() {
        #expect(newest(record("NEW", "OLD", 9000), record("NEW", "OLD", 5000)) == at(5000))
        #expect(newest(record("NEW", "OLD", 5000), record("DR", "OLD", 6000)) == at(6000))
    }

    @Test func aStrangeRecordShowsThatTheTopicIsNotMirrorMakersAlone() {
        var book = HeartbeatBook(old: "OLD")
        let whole = record("NEW", "OLD", 5000)
        book.take(whole)
        let values =
            truncations(Fields().int16(0).int64(1).bytes) + [
                Fields().int16(0).int64(-1).bytes, Fields().int16(3).int64(1).bytes,
            ]
        for value in values { book.take(LogRecord(key: whole.key, value: value)) }
        book.take(LogRecord(key: nil as [UInt8]?, value: whole.value))
        #expect(book.malformed == values.count + 1)
        book.take(whole)
        guard case .unreadable(let cause) = book.content else {
            Issue.record("\(book.content)")
            return
        }
        #expect(cause.kind == .malformed)
    }
}
