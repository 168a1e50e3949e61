import Quiescence
import Testing

@testable import DecommissionGate

/// `/check` for tools that look at the status alone.
@Suite struct CheckQueryTests {
    private func answer(
        _ gate: Gate, _ query: (String, String)..., method: String = "GET",
        of assessment: Assessment = Fixture.safeAssessment, from settings: Press.Settings = Fixture.settings
    ) throws -> (status: Int, line: String) {
        let edition = try Fixture.edition(assessment, Fixture.survey, settings)
        let router = Router(
            published: Published(edition), clocks: StoppedClock(moment: Fixture.later(12)))
        let response = router.respond(
            to: HTTPRequest(
                method: method, path: "/api/v1/gates/\(gate.rawValue)/check",
                query: query.map { QueryItem(name: $0.0, value: $0.1) }))
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    @Test(
        "The safe of a demo has no status that means safe, unless a demo was asked for",
        arguments: Gate.allCases)
    func demo(gate: Gate) throws {
        let demo = Fixture.demoSettings
        for method in ["GET", "HEAD", "POST"] {
            let plain = try answer(gate, method: method, from: demo)
            #expect(plain.status == 503)
            #expect(plain.line.hasPrefix("demo: \(gate.rawValue): safe since "))
            #expect(try answer(gate, ("condition", "source_quiet"), method: method, from: demo).status == 503)
            #expect(try answer(gate, ("demo", "true"), method: method, from: demo).status == 200)
        }
        #expect(try answer(gate, ("demo", "false"), from: demo).status == 400)
    }

    @Test("Whoever takes a demo is still told that a gate is shut")
    func shut() throws {
        #expect(try answer(.mirrorMaker, ("demo", "true"), of: Fixture.assessment).status == 409)
        #expect(try answer(.mirrorMaker, of: Fixture.assessment, from: Fixture.demoSettings).status == 409)
    }

    @Test("The service of another migration may be safe, and is not for who names the cluster that is meant")
    func anotherCluster() throws {
        let own = ("old_cluster_id", "oldOldOldOldOldOldOld0")
        #expect(try answer(.mirrorMaker, own).status == 200)
        #expect(try answer(.mirrorMaker, own, of: Fixture.assessment).status == 409)
        for assessment in [Fixture.safeAssessment, Fixture.assessment] {
            let other = try answer(.mirrorMaker, ("old_cluster_id", "another"), of: assessment)
            #expect(other.status == 503)
            let line = "mirror_maker: unknown: the old cluster here is \(own.1), and another is meant\n"
            #expect(other.line == line)
        }
        for query in [("old_cluster_id", ""), ("cluster", own.1), ("Demo", "true")] {
            #expect(try answer(.mirrorMaker, query).status == 400)
        }
        #expect(try answer(.mirrorMaker, own, own).status == 400, "which of them is meant?")
    }

    @Test("A gate's document names the cluster that it speaks of")
    func named() throws {
        let document = GatesDocument(
            Fixture.safeAssessment, of: Fixture.survey, under: Fixture.plan, age: .zero)
        let gate = try #require(document[.mirrorMaker])
        let text = String(decoding: try JSON.bytes(SingleGateDocument(gate, in: document)), as: UTF8.self)
        #expect(text.contains(#""old_cluster_id":"oldOldOldOldOldOldOld0""#))
        let unread = SingleGateDocument(gate, in: GatesDocument(unsurveyed: Fixture.plan))
        #expect(String(decoding: try JSON.bytes(unread), as: UTF8.self).contains(#""old_cluster_id":null"#))
    }
}
