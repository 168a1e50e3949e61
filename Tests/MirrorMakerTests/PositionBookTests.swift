import DecommissionGate
import Quiescence
import Testing

@testable import MirrorMaker

struct PositionBookTests {
    private let connector: ConnectorName = "MirrorSourceConnector"
    private let orders = TopicPartition("orders", 0)
    private let ordersKey = #"["MirrorSourceConnector",{"cluster":"OLD","partition":0,"topic":"orders"}]"#

    private func book(_ records: LogRecord...) -> PositionBook {
        var book = PositionBook(cluster: "OLD")
        for record in records { book.take(record) }
        return book
    }

    private func position(_ number: Int64) throws -> Reading<MirrorPosition> {
        .known(try #require(MirrorPosition(number)))
    }

    @Test func whatDedicatedModeWrites() throws {
        let book = book(LogRecord(key: ordersKey, value: #"{"offset":4}"#))
        #expect(book.content == .known([connector: [orders: try position(4)]]))
        #expect(book.malformed == 0)
    }

    @Test func connectorsOfAConnectClusterAreKeptApart() throws {
        let renamed = #"["OLD->NEW.MirrorSourceConnector",{"cluster":"OLD","partition":0,"topic":"orders"}]"#
        let book = book(
            LogRecord(key: ordersKey, value: #"{"offset":9}"#),
            LogRecord(key: renamed, value: #"{"offset":5}"#))
        #expect(
            book.content
                == .known([
                    connector: [orders: try position(9)],
                    "OLD->NEW.MirrorSourceConnector": [orders: try position(5)],
                ]))
    }

    @Test func theOrderOfMembersDoesNotMatter() throws {
        let other = #"[ "MirrorSourceConnector", {"topic":"orders", "partition":0, "cluster":"OLD"} ]"#
        #expect(
            book(LogRecord(key: other, value: #"{"offset":4}"#)).content
                == .known([connector: [orders: try position(4)]]))
    }

    @Test(arguments: [
        #"["MirrorHeartbeatConnector",{"sourceClusterAlias":"OLD","targetClusterAlias":"NEW"}]"#,
        #"["MirrorCheckpointConnector",{"partition":0,"topic":"OLD.gs.t","group":"g.idle"}]"#,
        #"["MirrorCheckpointConnector",{"cluster":"OLD","partition":0,"topic":"OLD.gs.t","group":"g"}]"#,
        #"["MirrorSourceConnector",{"cluster":"CX","partition":0,"topic":"orders"}]"#,
        #"["jdbc",{"table":"orders","nested":{"a":[1,2]}}]"#,
        #"["jdbc",{}]"#,
    ])
    func keysOfOthersAreNeitherPositionsNorFaults(key: String) {
        let book = book(LogRecord(key: key, value: #"{"offset":0}"#))
        #expect(book.content == .known([:]))
        #expect(book.malformed == 0)
    }

    @Test(arguments: [
        "", "not JSON", "null", "[]", #"["MirrorSourceConnector"]"#, #"["MirrorSourceConnector",null]"#,
        #"{"cluster":"OLD","partition":0,"topic":"orders"}"#,
        #"["MirrorSourceConnector",{"cluster":"OLD","partition":0,"topic":"orders"},1]"#,
        #"["MirrorSourceConnector",{"cluster":"OLD","partition":"0","topic":"orders"}]"#,
        #"["MirrorSourceConnector",{"cluster":"OLD","partition":-1,"topic":"orders"}]"#,
        #"["MirrorSourceConnector",{"cluster":"OLD","partition":2147483648,"topic":"orders"}]"#,
        #"["MirrorSourceConnector",{"cluster":"OLD","partition":0,"topic":7}]"#,
    ])
    func aStrangeKeyIsCountedAndReadingGoesOn(key: String) throws {
        let book = book(
            LogRecord(key: key, value: #"{"offset":7}"#), LogRecord(key: ordersKey, value: #"{"offset":4}"#))
        #expect(book.content == .known([connector: [orders: try position(4)]]))
        #expect(book.malformed == 1)
    }

    @Test func bytesThatAreNoTextAndAMissingKeyAreCounted() {
        let book = book(
            LogRecord(key: [0xff, 0xfe], value: []), LogRecord(key: nil as [UInt8]?, value: nil))
        #expect(book.malformed == 2)
    }

    @Test(arguments: [
        #"{"offset":"12"}"#, #"{"offset":-1}"#, #"{"offset":1.5}"#, #"{"offset":null}"#, #"{"ofset":12}"#,
        "{}", "12", "", "null", #"{"offset":9223372036854775808}"#, #"{"offset":12"#,
    ])
    func aStrangeValueMakesThatPartitionUnreadable(value: String) throws {
        let other = #"["MirrorSourceConnector",{"cluster":"OLD","partition":1,"topic":"orders"}]"#
        let book = book(
            LogRecord(offset: 1, key: ordersKey, value: #"{"offset":11}"#),
            LogRecord(offset: 2, key: ordersKey, value: value),
            LogRecord(offset: 3, key: other, value: #"{"offset":3}"#))
        guard case .known(let positions) = book.content, let own = positions[connector],
            case .unreadable(let cause) = own[orders]
        else {
            Issue.record("\(book.content)")
            return
        }
        #expect(cause.kind == .malformed)
        #expect(cause.detail.contains("orders-0") && cause.detail.contains("offset 2"))
        #expect(own[TopicPartition("orders", 1)] == (try position(3)))
        #expect(book.malformed == 1)
    }

    @Test func aLaterGoodValueMendsThePartition() throws {
        let book = book(
            LogRecord(key: ordersKey, value: "?"), LogRecord(key: ordersKey, value: #"{"offset":12}"#))
        #expect(book.content == .known([connector: [orders: try position(12)]]))
    }

    @Test func nullIsNoPosition() {
        let book = book(
            LogRecord(key: ordersKey, value: #"{"offset":4}"#), LogRecord(key: ordersKey, value: nil))
        #expect(book.content == .known([:]))
        #expect(book.malformed == 0)
    }

    @Test func theNewestCountsAlsoWhereItWentBack() throws {
        let book = book(
            LogRecord(key: ordersKey, value: #"{"offset":9}"#),
            LogRecord(key: ordersKey, value: #"{"offset":2}"#))
        #expect(book.content == .known([connector: [orders: try position(2)]]))
    }

    @Test func theLargestOffsetIsExact() throws {
        let book = book(LogRecord(key: ordersKey, value: #"{"offset":9223372036854775807}"#))
        #expect(book.content == .known([connector: [orders: try position(.max)]]))
    }

    @Test func twoSpellingsOfOneKeyThatDisagreeAreAContradiction() throws {
        let other = #"["MirrorSourceConnector",{"topic":"orders","partition":0,"cluster":"OLD"}]"#
        var book = book(
            LogRecord(partition: 3, key: ordersKey, value: #"{"offset":9}"#),
            LogRecord(partition: 8, key: other, value: #"{"offset":2}"#))
        guard case .known(let positions) = book.content,
            case .unreadable(let cause) = positions[connector]?[orders]
        else {
            Issue.record("\(book.content)")
            return
        }
        #expect(cause.kind == .contradiction)
        book.take(LogRecord(partition: 8, key: other, value: nil))
        #expect(book.content == .known([connector: [orders: try position(9)]]))
    }
}
