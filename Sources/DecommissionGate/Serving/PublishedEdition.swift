import Quiescence

/// Everything that is served of one survey, twice: as it is while the survey counts, and as it will be once
/// it is stale. What scrapes and people ask for is finished; the API's JSON is written when it is asked for.
public struct Edition: Sendable {
    /// When its survey ended; nil before the first.
    let surveyed: Moment?
    /// The age at which ``stale`` is served.
    let staleAfter: Duration
    let fresh: Pages
    let stale: Pages
    let lists: Lists
    /// The picture of the last hours.
    let figure: HTML
    let report: ReportSource

    /// What is served at one of both ages.
    struct Pages: Sendable {
        var document: GatesDocument
        var metrics: MetricsPage
        var landing: AgedBytes

        /// All gates as JSON.
        var gates: AgedBytes {
            get throws { AgedBytes(object: try JSON.bytes(document)) }
        }

        /// One gate as JSON; nil where the document has none of this name.
        func gate(_ gate: Gate) throws -> AgedBytes? {
            try document[gate].map { AgedBytes(object: try JSON.bytes(SingleGateDocument($0, in: document))) }
        }
    }

    /// Which pages count at `now`. An age below zero is a contradiction, and counts as stale.
    func issue(at now: Moment, isWithdrawn: Bool) -> Issue {
        guard let surveyed else {
            return Issue(pages: stale, age: nil, lists: lists, figure: figure, report: report)
        }
        let age = now.boottime - surveyed.boottime
        let counts = !isWithdrawn && age >= .zero && age <= staleAfter
        return Issue(
            pages: counts ? fresh : stale, age: age, lists: lists, figure: figure, report: report)
    }
}

/// What counts at one moment.
struct Issue: Sendable {
    var pages: Edition.Pages
    /// Since the survey ended; nil before the first.
    var age: Duration?
    var lists: Lists
    fileprivate let figure: HTML
    fileprivate let report: ReportSource

    /// The status page as it is now.
    ///
    /// - Parameter match: What names must hold to be listed; empty for all.
    func landing(match: String) -> [UInt8] {
        let page =
            match.isEmpty
            ? pages.landing
            : LandingPage(pages.document, lists: lists, figure: figure, match: match).render()
        return page.filled(with: LandingPage.age(age, of: pages.document))
    }

    /// The report on `gate` as it is now; nil where there is no such gate.
    func report(on gate: Gate) throws -> SealedReport? { try report.report(on: gate, pages.document) }
}

/// A finished page with one gap, into which its age goes when it is served.
struct AgedBytes: Sendable, Equatable {
    private let before: [UInt8]
    private let after: [UInt8]

    init(before: [UInt8], after: [UInt8]) {
        self.before = before
        self.after = after
    }

    /// A JSON object to which `survey_age_seconds` is added in front.
    init(object: [UInt8]) {
        before = Array("{\"survey_age_seconds\":".utf8)
        after = [UInt8(ascii: ",")] + object.dropFirst()
    }

    func filled(with age: String) -> [UInt8] { filled(with: Array(age.utf8)) }
    func filled(with age: [UInt8]) -> [UInt8] { before + age + after }
}
