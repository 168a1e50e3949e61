/// Why a test's Kafka did not do what the test needs.
public struct TestKafkaError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
