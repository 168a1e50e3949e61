import Glibc
import MockKafka
import Quiescence
import Testing

@Suite struct HeldPortTests {
    @Test func `the port of a stopped broker is given to nobody, and the broker comes back to it`()
        async throws
    {
        let mock = try MockCluster(brokers: 1)
        let port = try #require(mock.bootstrapServers.first?.port)
        mock.stop()
        #expect(!isFree(port))
        mock.start()
        try await mock.append([MockRecord(key: "k", "v")], to: "orders")
    }

    private func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
