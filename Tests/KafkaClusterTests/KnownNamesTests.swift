import Quiescence
import Testing

@testable import KafkaCluster

@Suite struct KnownNamesTests {
    @Test func `a name that was told before takes no memory a second time, and equals itself at a glance`() {
        let names = KnownNames()
        // Told twice: too long to be held within the value itself.
        let told = (0..<2).map { _ in ["a name", "of more than", "fifteen bytes"].joined(separator: " ") }
        #expect(Set(told.map(place)).count == 2)
        #expect(Set(told.map { place(names.topic($0).rawValue) }).count == 1)
        #expect(Set(told.map { place(names.group($0).rawValue) }).count == 1)
        #expect(names.topic("another").rawValue == "another")
    }

    private func place(_ text: String) -> UInt? {
        text.utf8.withContiguousStorageIfAvailable { UInt(bitPattern: $0.baseAddress) }
    }
}
