import DecommissionGate
import Glibc
import YAML

extension ConfigurationSurroundings {
    /// The environment and the files of this process.
    static var process: ConfigurationSurroundings {
        ConfigurationSurroundings(
            parse: { bytes throws(SyntaxProblem) in try YAMLParser().parse(bytes) },
            variable: { name in getenv(name).map { String(cString: $0) } },
            contents: { path throws(UnreadableFile) in try bytes(ofFile: path) },
            propertyProblem: { _, _ in nil })
    }
}
