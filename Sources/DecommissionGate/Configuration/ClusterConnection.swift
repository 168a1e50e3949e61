public import Quiescence

/// What is needed to talk to one cluster. Holds secrets: never printed, never logged.
public struct ClusterConnection: Sendable, Equatable {
    public var alias: ClusterAlias
    public var bootstrapServers: [ServerAddress]
    /// Properties for librdkafka as the operator wrote them, references already replaced.
    public var properties: [String: String]
    /// Group offset requests in flight at once.
    public var concurrency: Int

    public init(
        alias: ClusterAlias, bootstrapServers: [ServerAddress], properties: [String: String] = [:],
        concurrency: Int = 32
    ) {
        self.alias = alias
        self.bootstrapServers = bootstrapServers
        self.properties = properties
        self.concurrency = concurrency
    }
}

/// Interpolation, `dump` and the debugger show the names of properties and no value.
extension ClusterConnection: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let servers = bootstrapServers.map(\.description).joined(separator: ",")
        return "\(alias) at \(servers) with \(properties.keys.sorted())"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "alias": alias, "bootstrapServers": bootstrapServers,
                "properties": properties.keys.sorted(), "concurrency": concurrency,
            ])
    }
}
