import Quiescence

extension ServerAddress {
    /// Those of a list such as `127.0.0.1:9092,127.0.0.1:9093`.
    static func list(_ text: String) throws -> [ServerAddress] {
        try text.split(separator: ",").map { server in
            let parts = server.split(separator: ":")
            guard parts.count == 2, let port = UInt16(parts[1]) else {
                throw BenchmarkError("\(server) is no address")
            }
            return ServerAddress(host: String(parts[0]), port: port)
        }
    }
}
