import DecommissionGate
import Glibc
import KafkaCluster
import YAML

extension ConfigurationSurroundings {
    /// The environment and the files of this process.
    static var process: ConfigurationSurroundings {
        ConfigurationSurroundings(
            parse: { bytes throws(SyntaxProblem) in try YAMLParser().parse(bytes) },
            variable: { name in getenv(name).map { String(cString: $0) } },
            contents: { path throws(UnreadableFile) in try bytes(ofFile: path) },
            propertyProblem: { name, value in
                KafkaCluster.validate(properties: [name: value]).first.map { "\($0.reason); \($0.remedy)" }
            })
    }
}
