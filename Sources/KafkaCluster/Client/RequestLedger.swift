import Quiescence
import Synchronization

/// Counts what one cluster was asked and what failed, by API, for the life of the process.
final class RequestLedger: Sendable {
    private let counts = Mutex<[String: RequestCount]>([:])

    var all: [String: RequestCount] { counts.withLock { $0 } }

    func count(_ api: API, failed: Bool) {
        counts.withLock { counts in
            counts[api.rawValue, default: RequestCount()].sent += 1
            if failed { counts[api.rawValue, default: RequestCount()].failed += 1 }
        }
    }

    /// Kafka's names for what is asked. A call that the library spreads over brokers counts once.
    enum API: String {
        case metadata = "Metadata"
        case listOffsets = "ListOffsets"
        case listGroups = "ListGroups"
        case offsetFetch = "OffsetFetch"
        case describeConfigs = "DescribeConfigs"
        case describeACLs = "DescribeAcls"
        case fetch = "Fetch"
    }
}
