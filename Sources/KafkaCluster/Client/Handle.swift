internal import CRDKafka
import DecommissionGate
import Quiescence
import Synchronization

/// One librdkafka client: connections, caches and threads of its own.
///
/// Its calls may be made from several threads at once. It is destroyed when the last user lets go,
/// a late call included, and always elsewhere: see ``Undertaker``.
final class Handle: @unchecked Sendable {
    let client: OpaquePointer
    let isolation: Isolation
    private let events: EventPump
    private let undertaker: Undertaker
    private let secrets: Secrets
    let names: KnownNames

    /// Connects lazily: only a broken configuration or an exhausted system fails here.
    init(
        _ settings: Settings, isolation: Isolation, groupID: String? = nil, use: ClientUse,
        servers: [ServerAddress], undertaker: Undertaker, names: KnownNames
    ) throws(Cause) {
        let configuration = try settings.configuration(
            isolation: isolation, groupID: groupID, use: use, servers: servers)
        var words = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, &words, words.count) else {
            rd_kafka_conf_destroy(configuration)
            throw Cause(
                .refused, "librdkafka refuses the configuration: \(settings.secrets.hidden(in: text(words)))",
                remedy: "correct the properties of this cluster in the configuration")
        }
        rd_kafka_set_log_queue(client, nil)
        guard let events = EventPump(of: client) else {
            rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            throw Cause(
                .refused, "no thread is left for a Kafka client",
                remedy: "raise the limit of threads of this process")
        }
        self.client = client
        self.isolation = isolation
        self.events = events
        self.undertaker = undertaker
        secrets = settings.secrets
        self.names = names
    }

    deinit { undertaker.bury(client, events) }

    /// What went wrong with a call that began at `began`, with the reason that only events tell.
    func cause(
        _ error: rd_kafka_resp_err_t, of what: String, since began: ContinuousClock.Instant
    ) -> Cause {
        let words = errorWords(error)
        guard error.isSilentAboutReasons, let reason = events.reason(since: began - pauseBetweenAttempts)
        else {
            return Cause(error.kind, "\(what): \(words)")
        }
        return Cause(
            reason.code.kind, "\(what): \(words) (\(secrets.hidden(in: reason.text.withoutPostscript)))")
    }
}

/// A client that could not connect waits this long before it tries again (`reconnect.backoff.max.ms`):
/// why a call fails may have been said that long before it began.
private let pauseBetweenAttempts = Duration.seconds(10)

/// The text in a buffer that a C function wrote.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// librdkafka's words for an error.
func errorWords(_ error: rd_kafka_resp_err_t) -> String {
    rd_kafka_err2str(error).map { String(cString: $0) } ?? "error \(error.rawValue)"
}
