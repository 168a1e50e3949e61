import Foundation
import Quiescence
import Testing

@testable import DecommissionGate

struct StoppedClock: Clocks {
    var moment: Moment
    func now() -> Moment { moment }
}

@Suite struct RouterTests {
    private static let pages = [
        "/", "/metrics", "/api/v1/gates", "/api/v1/gates/mirror_maker", "/api/v1/gates/mirror_topics",
        "/api/v1/gates/old_brokers", "/api/v1/gates/old_brokers/report", "/api/v1/groups", "/api/v1/topics",
        "/api/v1/producers",
        "/-/healthy", "/-/ready",
    ]

    /// Rendered once; most of these tests look at the same one.
    private static let safe = Result { try Fixture.edition(Fixture.safeAssessment) }

    private func router(
        _ assessment: Assessment = Fixture.safeAssessment, age: Int64 = 12
    ) throws -> (router: Router, published: Published) {
        let edition =
            assessment == Fixture.safeAssessment ? try Self.safe.get() : try Fixture.edition(assessment)
        let published = Published(edition)
        return (Router(published: published, clocks: StoppedClock(moment: Fixture.later(age))), published)
    }

    private func get(
        _ path: String, _ method: String = "GET", query: [QueryItem] = [], headers: [String: String] = [:],
        of assessment: Assessment = Fixture.safeAssessment, age: Int64 = 12
    ) throws -> HTTPResponse {
        try router(assessment, age: age).router.respond(
            to: HTTPRequest(method: method, path: path, query: query, headers: headers))
    }

    private func condition(_ names: String...) -> [QueryItem] {
        names.map { QueryItem(name: "condition", value: $0) }
    }

    @Test(arguments: pages + ["/api/v1/gates/old_brokers/check"])
    func headAnswersWhatGetWould(path: String) throws {
        let (get, head) = (try get(path), try get(path, "HEAD"))
        #expect(get == head && get.status == 200 && !get.body.isEmpty)
        #expect(get["Content-Type"] != nil)
        #expect(get["Cache-Control"] == "no-store", "an old safe out of a cache is a wrong one")
        #expect(get["X-Content-Type-Options"] == "nosniff")
    }

    @Test(arguments: pages, ["POST", "PUT", "DELETE", "OPTIONS", "get", ""])
    func wrongMethodsAreToldTheRightOnes(path: String, method: String) throws {
        let response = try get(path, method)
        #expect(response.status == 405 && response["Allow"] == "GET, HEAD")
        #expect(response["Content-Type"] != nil)
    }

    @Test func checkAlsoTakesPost() throws {
        #expect(try get("/api/v1/gates/old_brokers/check", "POST").status == 200)
        #expect(try get("/api/v1/gates/old_brokers/check", "PUT")["Allow"] == "GET, HEAD, POST")
    }

    @Test(arguments: [
        "/metrics/", "/Metrics", "//", "/api", "/api/v1/gates/", "/api/v1/gates//check",
        "/api/v1/gates/{gate}", "/api/v1/gates/{gate}/check", "/api/v1/gates/{gate}/report",
        "/api/v1/gates/old_brokers/check/",
        "/api/v1/gates/OLD_BROKERS", "/api/v1/gates/nonsense/check", "/other", "other", "", "/-/reload",
    ])
    func unknownPathsAreNotFound(path: String) throws {
        let response = try get(path)
        #expect(response.status == 404)
        #expect(
            response["Content-Type"]
                == (path.hasPrefix("/api/") ? "application/json" : "text/plain; charset=utf-8"))
    }

    @Test func metricsComeInTheFormThatIsLikedBetter() throws {
        let text = try get("/metrics")
        #expect(text["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(text["Vary"] == "Accept, Accept-Encoding" && text["Content-Encoding"] == nil)
        let openMetrics = try get(
            "/metrics", headers: ["accept": "application/openmetrics-text;version=1.0.0"])
        #expect(openMetrics["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(openMetrics.body.suffix(6) == Array("# EOF\n".utf8)[...])
        let gzip = try get("/metrics", headers: ["accept-encoding": "gzip"])
        #expect(gzip["Content-Encoding"] == "gzip" && gzip.body.prefix(2) == [0x1f, 0x8b])
        #expect(gzip["Vary"] == "Accept, Accept-Encoding")
    }

    @Test func aPageThatCouldNotBeCompressedIsServedPlain() throws {
        var settings = Fixture.settings
        settings.compressor = SeenCompressor(refusesToDeflate: true)
        var press = Fixture.press(settings)
        let edition = press.edition(
            of: Fixture.survey, Fixture.assessment, requests: RequestCounts(), process: Fixture.process)
        let router = Router(published: Published(edition), clocks: StoppedClock(moment: Fixture.surveyed))
        let response = router.respond(
            to: HTTPRequest(method: "GET", path: "/metrics", headers: ["accept-encoding": "gzip"]))
        #expect(response["Content-Encoding"] == nil)
        #expect(try response.body == edition.fresh.metrics.text.plain)
    }

    @Test("A page that cannot be put together again is an error, never a part of itself")
    func aPageThatCannotBePutTogether() throws {
        var settings = Fixture.settings
        settings.compressor = SeenCompressor(refusesToInflate: true)
        var press = Fixture.press(settings)
        var assessment = Fixture.assessment
        assessment.groups += Fixture.many(of: assessment.groups[0])
        let edition = press.edition(
            of: Fixture.survey, assessment, requests: RequestCounts(), process: Fixture.process)
        let router = Router(published: Published(edition), clocks: StoppedClock(moment: Fixture.surveyed))
        #expect(router.respond(to: HTTPRequest(method: "GET", path: "/metrics")).status == 500)
        let compressed = router.respond(
            to: HTTPRequest(method: "GET", path: "/metrics", headers: ["accept-encoding": "gzip"]))
        #expect(compressed.status == 200)
    }

    @Test(arguments: Gate.allCases)
    func checkMapsTheVerdictToAStatus(gate: Gate) throws {
        let path = "/api/v1/gates/\(gate.rawValue)/check"
        var observing = Fixture.safeAssessment
        var unknown = Fixture.safeAssessment
        for index in observing.verdict.gates.indices {
            observing.verdict.gates[index].state = .observing(remaining: .seconds(60))
            unknown.verdict.gates[index].state = .unknown
        }
        #expect(try get(path).status == 200)
        #expect(try get(path, of: observing).status == 409)
        #expect(try get(path, of: unknown).status == 503)
        #expect(try get(path, age: 91).status == 503, "stale")
        for response in [try get(path), try get(path, of: observing), try get(path, of: Fixture.assessment)] {
            #expect(
                response.body.count { $0 == UInt8(ascii: "\n") } == 1
                    && response.body.last == UInt8(ascii: "\n"))
        }
    }

    @Test func checkBeforeTheFirstSurveyIsUnknown() throws {
        let published = Published(Fixture.press().firstEdition(process: ProcessFigures()))
        let router = Router(published: published, clocks: StoppedClock(moment: Fixture.surveyed))
        #expect(
            router.respond(to: HTTPRequest(method: "GET", path: "/api/v1/gates/old_brokers/check")).status
                == 503)
        #expect(router.respond(to: HTTPRequest(method: "GET", path: "/-/ready")).status == 503)
        #expect(router.respond(to: HTTPRequest(method: "GET", path: "/-/healthy")).status == 200)
        for path in Self.pages where path != "/-/ready" {
            #expect(router.respond(to: HTTPRequest(method: "GET", path: path)).status == 200, "\(path)")
        }
    }

    @Test("A report has the form that is asked for, and a form that is not known is refused")
    func report() throws {
        func get(_ query: (String, String)...) throws -> HTTPResponse {
            let items = query.map { QueryItem(name: $0.0, value: $0.1) }
            return try self.get("/api/v1/gates/old_brokers/report", query: items)
        }
        let sealed = try ReportFixture.sealed()
        #expect(try get().body == sealed.bytes && get()["Content-Type"] == "application/json")
        #expect(try get(("format", "json")).body == sealed.bytes)
        let page = try get(("format", "html"))
        #expect(page["Content-Type"] == "text/html; charset=utf-8")
        #expect(page["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
        #expect(try get(("format", "markdown"))["Content-Type"] == "text/markdown; charset=utf-8")
        for query in [("format", "pdf"), ("format", ""), ("form", "json")] {
            #expect(try get(query).status == 400)
        }
        #expect(try get(("format", "json"), ("format", "html")).status == 400)
    }

    @Test func conditionsNarrowACheck() throws {
        let path = "/api/v1/gates/mirror_topics/check"
        func status(_ query: [QueryItem], age: Int64 = 12) throws -> Int {
            try get(path, query: query, of: Fixture.assessment, age: age).status
        }
        #expect(try status(condition("source_quiet")) == 409)
        #expect(try status(condition("mirror_consumed")) == 503)
        #expect(try status(condition("mirror_quiet")) == 409, "it holds, but not for its whole window")
        #expect(try status(condition("source_quiet", "mirror_consumed")) == 503, "the worst answer counts")
        #expect(try status(condition("old_consumers_gone")) == 400, "not needed by this gate")
        #expect(try status(condition("")) == 400)
        #expect(try status(condition("nonsense")) == 400)
        #expect(try status([QueryItem(name: "conditions", value: "mirror_quiet")]) == 400, "no guessing")
        #expect(try get(path, query: condition("mirror_quiet")).status == 200)
        #expect(try get(path, query: condition("mirror_quiet"), age: 91).status == 503)
    }

    /// A window that has just ended is confirmed by another survey before it counts.
    @Test func aConditionCountsOnceItsWindowIsConfirmed() throws {
        for (observed, status) in [(86_399, 409), (86_400, 409), (86_429, 409), (86_430, 200)] {
            var assessment = Fixture.assessment
            assessment.verdict.conditions = [Fixture.condition(.mirrorQuiet, observed: Int64(observed))]
            let response = try get(
                "/api/v1/gates/mirror_topics/check", query: condition("mirror_quiet"), of: assessment)
            #expect(response.status == status, "\(observed)")
        }
    }

    /// Its window was full before it could not be judged for a while: the look that finds it holding again is
    /// a first look, and nothing opens on one.
    @Test func aConditionThatHasJustReturnedIsConfirmedAnew() throws {
        for (held, status) in [(0, 409), (30, 409), (31, 200)] {
            var assessment = Fixture.assessment
            var condition = Fixture.condition(.mirrorQuiet, observed: 100_000)
            condition.since = Fixture.before(Int64(held))
            assessment.verdict.conditions = [condition]
            let response = try get(
                "/api/v1/gates/mirror_topics/check", query: self.condition("mirror_quiet"), of: assessment)
            #expect(response.status == status, "\(held)")
        }
    }

    @Test func listsAreFilteredAndPaged() throws {
        struct List: Decodable {
            struct Item: Decodable { var topic: String }
            var total: Int
            var items: [Item]
        }
        func topics(_ query: (String, String)...) throws -> List {
            let items = query.map { QueryItem(name: $0.0, value: $0.1) }
            return try JSON.read(List.self, from: get("/api/v1/topics", query: items).body)
        }
        #expect(try topics().total == 5)
        #expect(try topics(("match", "ORDERS")).items.map(\.topic) == ["OLD.orders", "orders", "orders"])
        #expect(
            try topics(("match", "orders"), ("offset", "1"), ("limit", "1")).items.map(\.topic) == ["orders"])
        #expect(try topics(("match", "orders"), ("offset", "1"), ("limit", "1")).total == 3)
        #expect(try topics(("offset", "9223372036854775807")).items.isEmpty)
    }

    @Test(arguments: [
        ("limit", "0"), ("limit", "1001"), ("limit", "x"), ("limit", ""), ("offset", "-1"), ("page", "2"),
        ("offset", "9223372036854775808"),
    ])
    func malformedQueriesAreRefused(name: String, value: String) throws {
        let response = try get("/api/v1/groups", query: [QueryItem(name: name, value: value)])
        #expect(response.status == 400 && response["Content-Type"] == "application/json")
    }

    @Test func theAgeIsThatOfTheRequest() throws {
        let text = String(decoding: try get("/api/v1/gates").body, as: UTF8.self)
        #expect(text.hasPrefix("{\"survey_age_seconds\":12.0,\""))
        let document = try JSON.read(GatesDocument.self, from: get("/api/v1/gates").body)
        #expect(document == (try router().published.document(at: Fixture.later(12))))
        #expect(String(decoding: try get("/").body, as: UTF8.self).contains("Surveyed 12 s ago"))
    }

    @Test func requestsAreCountedByPathAndStatus() throws {
        let (router, published) = try router()
        for path in ["/metrics", "/metrics", "/nowhere", "/api/v1/gates/x"] {
            _ = router.respond(to: HTTPRequest(method: "GET", path: path))
        }
        let counts = published.requestCounts.byRoute
        #expect(counts[.metrics]?[200] == 2 && counts[.other]?[404] == 1 && counts[.gate]?[404] == 1)
        var press = Fixture.press()
        let edition = press.edition(
            of: Fixture.survey, Fixture.assessment, requests: published.requestCounts,
            process: Fixture.process)
        #expect(
            try Fixture.series(edition.fresh.metrics)
                .contains("decommission_http_requests_total{handler=\"/metrics\",code=\"200\"} 2"))
    }

    /// A counter that is born at 1 is a rise that nobody sees.
    @Test func everyStatusThatIsGivenHasASeriesFromTheStart() throws {
        let (router, published) = try router(Fixture.assessment)
        for path in Self.pages + [
            "/api/v1/gates/old_brokers/check", "/api/v1/gates/x", "/api/v1/gates/x/check",
            "/api/v1/gates/x/report", "/x",
        ] {
            for method in ["GET", "HEAD", "POST", "PUT"] {
                for query in [[], condition("x"), [QueryItem(name: "limit", value: "x")]] {
                    _ = router.respond(to: HTTPRequest(method: method, path: path, query: query))
                }
            }
        }
        let known = RequestCounts().byRoute
        for (route, statuses) in published.requestCounts.byRoute {
            #expect(Set(statuses.keys) == Set(known[route, default: [:]].keys), "\(route)")
        }
    }
}

extension HTTPResponse {
    fileprivate subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
}
