import FoundationEssentials
import Glibc

// What is linked with Swift's own libraries in it, as the benchmark is, has none for tests.
#if canImport(Testing)
    public import Testing
#endif

/// The two Kafka distributions that tests start: OLD is meant to be of the 3.9 line, NEW of 4.x.
public struct KafkaHomes: Sendable, Hashable {
    /// Folders laid out as Apache Kafka's archives are, with `bin/kafka-server-start.sh` below them.
    public let old: String
    public let new: String

    /// `KAFKA_OLD_HOME` and `KAFKA_NEW_HOME`; where unset, folders that may lie beside this package.
    ///
    /// What the environment names is taken at its word, so that a wrong path fails instead of skipping.
    public static func find() -> KafkaHomes? { found }

    private static let found: KafkaHomes? = {
        let environment = ProcessInfo.processInfo.environment
        guard let old = environment["KAFKA_OLD_HOME"] ?? beside("3.9.2"),
            let new = environment["KAFKA_NEW_HOME"] ?? beside("4.3.1")
        else {
            Array("\(skipReason)\n".utf8).withUnsafeBytes {
                _ = write(STDERR_FILENO, $0.baseAddress, $0.count)
            }
            return nil
        }
        return KafkaHomes(old: old, new: new)
    }()

    /// As the names of its archives say, `4.3.1`; nil where none does.
    public func version(of distribution: Distribution) -> String? {
        let prefix = "kafka-clients-"
        let names = try? FileManager.default.contentsOfDirectory(atPath: path(of: distribution) + "/libs")
        return names?.first { $0.hasPrefix(prefix) && $0.hasSuffix(".jar") }
            .map { String($0.dropFirst(prefix.count).dropLast(4)) }
    }

    /// What was left out and how to run it, in one line; printed once per run where no Kafka is found.
    public static let skipReason = """
        skipped: tests on real Kafka brokers; to run them set KAFKA_OLD_HOME and KAFKA_NEW_HOME \
        to two unpacked Kafka distributions (3.9.x and 4.x), with Java 17 or newer on the PATH
        """

    private static func beside(_ version: String) -> String? {
        let home = URL(fileURLWithPath: #filePath)
            .appending(path: "../../../../shared/kafka/\(version)").standardizedFileURL.path
        let starter = home + "/bin/kafka-server-start.sh"
        return FileManager.default.isExecutableFile(atPath: starter) ? home : nil
    }
}

#if canImport(Testing)
    extension Trait where Self == ConditionTrait {
        /// Runs the test only where Kafka distributions are found; says so where they are not.
        public static var realKafka: Self {
            .enabled(if: KafkaHomes.find() != nil, Comment(rawValue: KafkaHomes.skipReason))
        }
    }
#endif
