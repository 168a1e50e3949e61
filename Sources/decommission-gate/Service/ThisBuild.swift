import DecommissionGate
import HTTPServer
import KafkaCluster

extension BuildInfo {
    /// What this binary was made from.
    static var this: BuildInfo {
        BuildInfo(
            version: ServiceVersion.number, revision: ServiceVersion.revision, swiftVersion: compiler,
            librdkafkaVersion: KafkaCluster.libraryVersion, libmicrohttpdVersion: HTTPServer.libraryVersion)
    }

    /// The language version that the compiler offers; it does not tell its patch level.
    private static var compiler: String {
        #if swift(>=6.4)
            "6.4"
        #elseif swift(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
