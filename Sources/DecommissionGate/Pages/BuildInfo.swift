/// What this binary was made from.
public struct BuildInfo: Sendable, Equatable {
    public var version: String
    /// The commit; `unknown` where the build did not say.
    public var revision: String
    public var swiftVersion: String
    public var librdkafkaVersion: String
    public var libmicrohttpdVersion: String

    public init(
        version: String, revision: String, swiftVersion: String, librdkafkaVersion: String,
        libmicrohttpdVersion: String
    ) {
        self.version = version
        self.revision = revision
        self.swiftVersion = swiftVersion
        self.librdkafkaVersion = librdkafkaVersion
        self.libmicrohttpdVersion = libmicrohttpdVersion
    }
}
