import DecommissionGate
import KafkaCluster
import YAML

extension ConfigurationSurroundings {
    /// This process, its files, and what the libraries behind it understand.
    static var process: ConfigurationSurroundings {
        ofThisProcess(
            parse: { text throws(SyntaxProblem) in try YAMLParser().parse(text) },
            digest: ComparisonState.digest,
            propertyProblem: { name, value in
                KafkaCluster.validate(properties: [name: value]).first?.inWords
            },
            propertiesProblem: { properties in
                KafkaCluster.validate(properties: properties).first.map {
                    PropertiesProblem(property: $0.property, what: $0.inWords)
                }
            })
    }
}

extension PropertyProblem {
    fileprivate var inWords: String { "\(reason) (\(remedy))" }
}
