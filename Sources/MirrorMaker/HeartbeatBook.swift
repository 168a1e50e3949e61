import DecommissionGate
import Quiescence

/// Heartbeats that were written on OLD and mirrored: the only end-to-end sign of life that there is.
///
/// Key: source alias (string), target alias (string). Value: version 0 (int16), milliseconds since 1970
/// (int64). A heartbeat is written to its target, so what came through OLD has OLD for its target.
struct HeartbeatBook: Book {
    let old: ClusterAlias
    private(set) var malformed = 0
    /// By source alias; of each the newest by the order of the log.
    private var beats: [ClusterAlias: WallTime] = [:]

    init(old: ClusterAlias) { self.old = old }

    /// A record that is no heartbeat spoils all: somebody else writes there too, and a topic whose traffic
    /// is MirrorMaker's alone is out of every scope.
    var content: Reading<WallTime> {
        guard malformed == 0 else {
            return .unreadable(
                Cause(
                    .malformed, "\(malformed) records among the heartbeats are none",
                    remedy: "see who else writes to the topic heartbeats: it counts like any other"))
        }
        return beats.values.max().map(Reading.known) ?? .absent
    }

    mutating func take(_ record: LogRecord) {
        do throws(MalformedRecord) {
            guard let keyBytes = record.key else { throw .missing("key") }
            var key = FieldReader(keyBytes)
            let source = ClusterAlias(rawValue: try key.string())
            let target = ClusterAlias(rawValue: try key.string())
            try key.finish()
            guard target == old else { return }
            beats[source] = try record.value.map(Self.time)
        } catch {
            malformed += 1
        }
    }

    mutating func clear() { self = HeartbeatBook(old: old) }

    private static func time(_ bytes: [UInt8]) throws(MalformedRecord) -> WallTime {
        var value = FieldReader(bytes)
        try value.version()
        let time = WallTime(millisecondsSince1970: try value.offset("timestamp"))
        try value.finish()
        return time
    }
}
