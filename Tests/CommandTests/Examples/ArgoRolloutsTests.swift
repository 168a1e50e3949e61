import DecommissionGate
import Quiescence
import Synchronization
import Testing

/// examples/argo-rollouts, read as Argo Rollouts reads it.
@Suite struct ArgoRolloutsTests {
    private func template(_ url: String, gate: String? = nil) throws -> ArgoTemplate {
        let file = try ExampleNode(file: "examples/argo-rollouts/analysis-template.yaml")
        return try ArgoTemplate(
            file,
            arguments: ["service": url, "old-cluster-id": Scene.oldClusterID].merging(
                gate.map { ["gate": $0] } ?? [:]
            ) { $1 })
    }

    @Test(
        "Only a gate that is safe now lets a rollout go on, and no answer, page, demo or cache does",
        arguments: Scene.allCases)
    func scene(scene: Scene) async throws {
        let phase = try await scene.play { try await template($0).run() }
        #expect((phase == .successful) == (scene == .safe), "\(phase)")
        switch scene {
        case .blocked, .observing, .unknown, .othersSafe, .demo, .cachedSafe, .anotherGatesAnswer, .stale,
            .anotherMigration,
            .beforeTheFirstSurvey, .foreignJSON:
            #expect(phase == .failed)
        case .gone, .badGateway, .errorPage, .login, .emptyPage, .noObject: #expect(phase == .error)
        case .safe: break
        }
    }

    @Test("An answer from the future would stay young in a cache until its time has come: it is none")
    func ahead() async throws {
        try await serving {
            Scene.served([.safe, .safe, .safe], $0, made: 7200)
        } ask: { url in
            let phase = try await template(url).run()
            #expect(phase == .failed)
        }
    }

    @Test("A gate that shuts between the two looks stops it")
    func shuts() async throws {
        let asked = Atomic(0)
        try await serving { request in
            let states: [GateState] =
                asked.add(1, ordering: .relaxed).oldValue == 0
                ? [.safe, .safe, .safe] : [.blocked, .blocked, .blocked]
            return Scene.served(states, request)
        } ask: { url in
            let phase = try await template(url).run()
            #expect(phase == .failed)
        }
        #expect(asked.load(ordering: .relaxed) == 2)
    }

    @Test("Of the three gates the one that is named counts, and a misspelt one is an error")
    func gates() async throws {
        try await Scene.othersSafe.play { url in
            let expected: [(String, ArgoTemplate.Phase)] = [
                ("mirror_maker", .successful), ("mirror_topics", .failed), ("mirror_topic", .error),
                ("", .error),
            ]
            for (gate, phase) in expected {
                let found = try await template(url, gate: gate).run()
                #expect(found == phase, "\(gate)")
            }
        }
    }

    @Test(
        "What this test does not know of Argo's language it refuses",
        arguments: [
            #"result.safe != false"#, #"all(result, # == 1)"#, #"default(result.safe, true)"#,
            #"result.safe"#,
            #"result.safe == true || result.demo"#,
        ])
    func refuses(condition: String) {
        #expect(throws: ExampleNode.Problem.self) { try ArgoCondition(condition) }
    }
}
