import Quiescence
import TestKafka

/// The configuration of a test: window and interval are shortened, nothing else is changed.
func configuration(
    _ pair: KafkaPair, alias: String = "OLD", producers: String = "observed", gate: String = "{window: 20s}",
    interval: String = "2s", extra: String = ""
) -> String {
    """
    clusters:
      old: {alias: \(alias), bootstrap_servers: "\(pair.bootstrap(.old))"}
      new: {alias: NEW, bootstrap_servers: "\(pair.bootstrap(.new))"}
    producers: \(producers)
    sampling: {interval: \(interval), timeout: \(interval)}
    gate: \(gate)
    \(extra)

    """
}
