/// Where a declared producer's bootstrap servers are written down.
public enum ProducerSource: Sendable, Hashable {
    /// A mounted file. The ending tells its form: `.properties`, `.env`, `.yaml`, `.yml`, `.json`;
    /// without a key the whole file is the value, as in a mounted ConfigMap.
    case file(path: String, key: String?)
    /// A key of a ConfigMap, and the workloads whose restart must be complete.
    case kubernetes(KubernetesProducerSource)

    /// The place in words, as ``DeclaredProducer/place``.
    public var inWords: String {
        switch self {
        case .file(let path, let key): (key.map { "key \($0) of " } ?? "") + "file \(path)"
        case .kubernetes(let source):
            "key \(source.key) of config map \(source.namespace)/\(source.configMap)"
        }
    }
}

/// A producer that is declared by a ConfigMap in the cluster's own API.
public struct KubernetesProducerSource: Sendable, Hashable {
    public var namespace: String
    public var configMap: String
    public var key: String
    /// Label selector of the workloads that read it.
    public var workloads: String

    public init(namespace: String, configMap: String, key: String, workloads: String) {
        self.namespace = namespace
        self.configMap = configMap
        self.key = key
        self.workloads = workloads
    }
}
