import DecommissionGate
import Quiescence
import Testing

/// What a file means, and what it means where it is silent.
@Suite struct ConfigurationLoadingTests {
    @Test func twoAddressesAreAWholeConfiguration() throws {
        let configuration = try ConfigurationWorld().load(minimalConfiguration())
        #expect(
            configuration.plan
                == Plan(
                    old: ClusterPlan(
                        alias: "OLD", bootstrapServers: [ServerAddress(host: "old", port: 9092)]),
                    new: ClusterPlan(alias: "NEW", bootstrapServers: [ServerAddress(host: "new", port: 9092)])
                ))
        #expect(configuration.sampling == Sampling())
        #expect(configuration.plan.producers == .undeclared)
    }
}
