import Quiescence
import Testing

@Suite("producers_retargeted: every declared producer points at NEW")
struct ProducersRetargetedTests {
    @Test("Truth table", arguments: rows)
    func table(row: Row) throws { try row.check(.producersRetargeted) }

    private static let declared = World.plan { $0.producers = .declared([World.shop]) }
    private static func servers(_ hosts: String...) -> Reading<[ServerAddress]> {
        .known(hosts.map { ServerAddress(host: $0, port: 9092) })
    }

    private static let rows: [Row] = [
        Row(
            "an empty list is no answer", .unknown, says: "producers: observed",
            plan: World.plan { $0.producers = .undeclared }),
        Row(
            "a declared list with nobody on it is no answer", .unknown, says: "no answer",
            plan: World.plan { $0.producers = .declared([]) }),
        Row("observation alone, accepted aloud", .holds),
        Row("its configuration was not read", .unknown, says: "was not read", plan: declared),
        Row("it points at NEW's bootstrap server", .holds, plan: declared) {
            $0.producers["shop"] = servers("new")
        },
        Row("it points at an advertised address of NEW", .holds, plan: declared) {
            $0.producers["shop"] = servers("new-1")
        },
        Row("it points at OLD", .fails, says: "configured for OLD", plan: declared) {
            $0.producers["shop"] = servers("OLD-1")
        },
        Row("servers of both in one list", .fails, says: "both clusters", plan: declared) {
            $0.producers["shop"] = servers("new", "old")
        },
        Row("an address that belongs to neither", .unknown, says: "elsewhere:9092", plan: declared) {
            $0.producers["shop"] = servers("new", "elsewhere")
        },
        Row("the file is gone for a moment", .unknown, says: "no answer in time", plan: declared) {
            $0.producers["shop"] = .unreadable(World.cause)
        },
        Row("no server named", .unknown, says: "names no server", plan: declared) {
            $0.producers["shop"] = .absent
        },
        Row("an empty list of servers", .unknown, says: "names no server", plan: declared) {
            $0.producers["shop"] = servers()
        },
        Row(
            "one of two was forgotten", .fails, says: "shop",
            plan: World.plan {
                $0.producers = .declared([DeclaredProducer(name: "billing", place: "file b"), World.shop])
            }
        ) {
            $0.producers["billing"] = servers("new")
            $0.producers["shop"] = servers("old")
        },
    ]
}
