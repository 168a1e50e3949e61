import TestKafka
import Testing

extension Monitoring {
    /// Waits until the receiver's last word of an alert is `status` for each of these gates; it must be complete.
    func receives(_ name: String, _ status: String, of gates: [String]) async throws {
        try await eventually("the receiver gets \(name) \(status)", within: .seconds(60)) {
            let last = lastWords(name, of: gates)
            guard last.allSatisfy({ $0 == status }) else { throw TestKafkaError("so far \(last)") }
            return true
        }
        for alert in receiver.alerts where alert.name == name {
            for word in ["summary", "description", "runbook_url"] {
                let text = alert.annotations[word] ?? ""
                #expect(
                    !text.isEmpty && !text.contains("<") && !text.contains("{{"), "\(name) \(word): \(text)")
            }
            #expect(alert.labels["severity"] != nil)
        }
    }

    /// What the receiver heard last of an alert, for each of these gates.
    func lastWords(_ name: String, of gates: [String]) -> [String?] {
        gates.map { gate in receiver.alerts.last { $0.name == name && $0.labels["gate"] == gate }?.status }
    }
}
