import Quiescence
import Testing

@testable import DecommissionGate

/// What `verify` finds.
@Suite struct ReportProofTests {
    private func flaw(of text: [UInt8]) throws -> String? {
        do throws(SealedReport.Flaw) {
            let sealed = try SealedReport(reading: text, digest: ReportFixture.digest)
            return try sealed.firstFlaw(digest: ReportFixture.digest)?.description
        } catch {
            return error.description
        }
    }

    /// As somebody would change it who reckons the digest anew.
    private func flaw(_ gate: Gate = .oldBrokers, after change: (inout Report) -> Void) throws -> String? {
        var report = try ReportFixture.sealed(gate).report
        change(&report)
        return try flaw(of: SealedReport(report, digest: ReportFixture.digest).bytes)
    }

    @Test("One changed byte is caught wherever it stands: turned, overwritten, left out, doubled")
    func oneByte() throws {
        let text = try ReportFixture.sealed().bytes
        #expect(try flaw(of: text) == nil)
        // A prime, so that every kind of place is met; the whole tail besides.
        let places = Array(stride(from: 0, to: text.count, by: 31)) + Array(text.indices.suffix(82))
        for place in places {
            var turned = text
            turned[place] ^= 1
            var blank = text
            blank[place] = UInt8(ascii: blank[place] == UInt8(ascii: " ") ? "_" : " ")
            var shorter = text
            shorter.remove(at: place)
            var longer = text
            longer.insert(text[place], at: place)
            for changed in [turned, blank, shorter, longer] where changed != text {
                #expect(try flaw(of: changed) != nil, "byte \(place)")
            }
        }
    }

    @Test("White space, a member more and another order are caught, and the place is named")
    func canonical() throws {
        let text = String(decoding: try ReportFixture.sealed().bytes, as: UTF8.self)
        func flaw(_ old: String, _ new: String) throws -> String {
            try #require(try self.flaw(of: Array(text.replacing(old, with: new, maxReplacements: 1).utf8)))
        }
        #expect(try flaw("{\"cannot_see\":", "{ \"cannot_see\":").hasPrefix("byte 2, around"))
        #expect(try flaw("\"demo\":false", "\"demo\":false,\"extra\":1").hasPrefix("byte "))
        #expect(try flaw("\"demo\":false,", "").hasPrefix("demo: is missing"))
        #expect(try flaw("\"demo\":false", "\"demo\":0").hasPrefix("demo: "))
        #expect(try flaw("\"version\":1,\"digest\"", "\"version\":2,\"digest\"").hasPrefix("version: is 2"))
        #expect(
            try flaw("\"kind\":\"decommission", "\"kind\":\"x").contains("no report of a decommission gate"))
        #expect(try flaw("\"demo\":false", "\"demo\":true").hasPrefix("digest: "))
    }

    @Test(
        "A file that is no report is told apart from one that was changed",
        arguments: ["", "{}", "[]", "<html>", "{\"kind\":1}"])
    func foreign(text: String) throws {
        #expect(try flaw(of: Array(text.utf8)) != nil)
    }

    @Test("A gate that was made safe by hand does not hold, although its digest fits")
    func forgedGate() throws {
        var report = try ReportFixture.sealed(of: Fixture.assessment).report
        report.gates[2].state = .safe
        report.gates[2].safe = true
        report.gates[2].safeSince = report.surveyedAt
        report.gates[2].failing = []
        report.gates[2].unknown = []
        let forged = try SealedReport(report, digest: ReportFixture.digest).bytes
        #expect(try flaw(of: forged)?.contains("old_brokers") == true)
    }

    @Test("Each thing that cannot be so is named, one at a time")
    func each() throws {
        typealias Change = (inout Report) -> Void
        let later = Timestamp(Fixture.wall.advanced(by: .seconds(1)))
        let waiver = WaiverDocument(
            subject: "orders", reason: "sampled", owner: "team", until: Timestamp(Fixture.wall),
            findings: ["orders-0: lost"], findingsTotal: 1)
        let changes: [(String, Change)] = [
            ("plan_sha256: ", { $0.plan.timing.maxGap = .seconds(1) }),
            ("plan_sha256: ", { $0.planSha256 = String(repeating: "0", count: 64) }),
            ("mirror_topics: its window is 60.0 s", { $0.gates[1].windowSeconds = 60 }),
            ("clusters: must be", { $0.clusters.removeLast() }),
            ("clusters: XYZ is called", { $0.clusters[0].alias = "XYZ" }),
            ("clusters: both have the id", { $0.clusters[0].clusterID = $0.clusters[1].clusterID }),
            ("clusters: an id is missing", { $0.clusters[0].clusterID = nil }),
            ("gates: must be", { $0.gates.swapAt(0, 1) }),
            ("old_brokers: its state is blocked", { $0.gates[2].state = .blocked }),
            ("old_brokers: safe_since goes with", { $0.gates[2].safeSince = nil }),
            ("old_brokers: is safe, against", { $0.gates[2].failing = [.visibility] }),
            ("visibility: old_brokers needs it", { $0.conditions.removeAll { $0.condition == .visibility } }),
            ("conditions: some are not needed", { $0.gate = .mirrorTopics }),
            (
                "mirror_quiet: old_brokers needs it",
                { $0.conditions.append($0.conditions.first { $0.condition == .mirrorQuiet }!) }
            ),
            (
                "visibility: holds, with 1 offender",
                {
                    $0.conditions[0].offendersTotal = 1;
                    $0.conditions[0].offenders = [
                        OffenderDocument(subject: "a", detail: "b", since: nil, exemption: nil)
                    ]
                }
            ),
            ("visibility: lists 0 of 3", { $0.conditions[0].offendersTotal = 3 }),
            ("visibility: held for 86399.0 s of 86400.0 s", { $0.conditions[0].observedSeconds = 86_399 }),
            (
                "old_brokers: says that fails: []",
                {
                    $0.conditions[0].state = .fails; $0.conditions[0].offendersTotal = 1;
                    $0.conditions[0].offenders = [
                        OffenderDocument(subject: "a", detail: "b", since: nil, exemption: nil)
                    ]
                }
            ),
            ("old_brokers: safe_since", { $0.gates[2].safeSince = later }),
            ("visibility: \(later) is after", { $0.conditions[0].lastViolation = later }),
            ("topics: OLD.orders was appended to after", { $0.topics[3].lastAppend = later }),
            ("waivers: that of orders ended", { $0.conditions[0].waivers = [waiver] }),
            ("visibility: holds by a survey that does not count", { $0.stale = true }),
        ]
        for (start, change) in changes {
            let found = try flaw(after: change)
            #expect(found?.hasPrefix(start) == true, "\(start): \(found ?? "holds")")
        }
    }

    @Test("Equal cluster ids hold only where the configuration accepts them; another id than expected never")
    func ids() throws {
        func change(_ report: inout Report, _ plan: (inout Plan) -> Void) {
            plan(&report.plan)
            report.planSha256 = (try? report.plan.sha256(ReportFixture.digest)) ?? ""
        }
        let accepted = try flaw { report in
            report.clusters[0].clusterID = report.clusters[1].clusterID
            change(&report) { $0.sameClusterIDAccepted = "one image" }
        }
        #expect(accepted == nil)
        let expected = try flaw { change(&$0) { $0.old.expectedID = "another" } }
        #expect(expected == "clusters: the id of OLD is not another")
    }
}
