import Quiescence
import Testing

@testable import DecommissionGate

/// The picture of the last hours: what it may not make up, and what it may not hide.
@Suite struct PagesHistoryTests {
    private static let start: Int64 = 1_795_600_800_000
    private let timing = Timing()

    /// A survey `second` seconds after the start.
    private func point(
        _ second: Int64, source: Int64 = 0, mirror: Int64 = 0, quiet: ConditionState = .holds,
        gate: GateStateName = .observing, isUnderNewPlan: Bool = false
    ) throws -> HistoryPoint {
        let body = """
            {"appended":{"mirror":\(mirror),"source":\(source)},\
            "conditions":{"mirror_quiet":"holds","source_quiet":"\(quiet.rawValue)"},\
            "gates":{"mirror_maker":"\(gate.rawValue)"}}
            """
        return try HistoryPoint(
            KeptSurvey(body: body), at: WallTime(millisecondsSince1970: Self.start + second * 1000),
            isUnderNewPlan: isUnderNewPlan)
    }

    private func columns(_ points: [HistoryPoint]) throws -> HistoryColumns {
        try #require(HistoryColumns(History(points), timing))
    }

    /// What was appended in the columns in which somebody looked: `3`, `3+` where it may be more.
    private func counts(_ columns: HistoryColumns) -> [String] {
        columns.columns.filter(\.isSeen).map { "\($0.source.count)\($0.source.isExact ? "" : "+")" }
    }

    private let quiet = PackedStates.Subject.condition(.sourceQuiet)

    @Test("Every gate and condition has a place of its own in the packed states, and the worse wins")
    func packed() {
        var states = PackedStates()
        for (place, subject) in PackedStates.Subject.allCases.enumerated() {
            states[subject] = StripState.allCases[place % StripState.allCases.count]
        }
        for (place, subject) in PackedStates.Subject.allCases.enumerated() {
            #expect(states[subject] == StripState.allCases[place % StripState.allCases.count])
        }
        var other = PackedStates()
        for subject in PackedStates.Subject.allCases { other[subject] = .observing }
        let worse = states.worse(of: other)
        for subject in PackedStates.Subject.allCases {
            #expect(worse[subject] == max(states[subject], .observing))
        }
    }

    @Test("What a survey is kept as is what the picture reads back, for every condition and gate")
    func kept() throws {
        let kept = try KeptSurvey(Fixture.assessment)
        let point = try HistoryPoint(kept, at: Fixture.wall, isUnderNewPlan: false)
        for verdict in Fixture.assessment.verdict.conditions {
            #expect(point.states[.condition(verdict.condition)] == StripState(verdict.finding.state))
        }
        for verdict in Fixture.assessment.verdict.gates {
            #expect(point.states[.gate(verdict.gate)] == StripState(GateStateName(verdict.state)))
        }
        #expect(point.source.offsets == 413 && point.source.ends == .moved)
        #expect(throws: (any Error).self) {
            try HistoryPoint(KeptSurvey(body: "{"), at: Fixture.wall, isUnderNewPlan: false)
        }
    }

    @Test("A clock that was set back hides no failure that was seen a moment before")
    func setBack() throws {
        let columns = try columns([point(3600, quiet: .fails), point(60), point(90)])
        #expect(columns.columns.last?.states[quiet] == .bad)
    }

    @Test("One failing survey among two thousand is seen, and stays seen for a day")
    func oneFailure() throws {
        var points = try (0..<2000).map { try point($0 * 30) }
        points[7] = try point(210, quiet: .fails)
        let columns = try columns(points)
        #expect(columns.columns.count == 288 && columns.width == .seconds(300))
        #expect(columns.columns.count { $0.states[quiet] == .bad } == 1)
        #expect(columns.words(for: quiet).hasPrefix("fails 5 m, "))
        var later = points
        later += try (0..<860).map { try point(60_000 + $0 * 30) }
        #expect(try self.columns(later).columns.contains { $0.states[quiet] == .bad })
    }

    @Test("A day of surveys, and any number of them, takes bounded room", arguments: [1, 30, 600])
    func bounded(interval: Int64) throws {
        let points = try (0..<5000).map { try point($0 * interval) }
        let history = History(points)
        #expect(history.entries.count <= 2161)
        #expect(history.entries.last?.at == points.last?.at)
    }

    @Test("Time without a survey is a gap: not quiet, not nought, and not drawn over")
    func gap() throws {
        let before = try (0..<20).map { try point($0 * 30) }
        let after = try (0..<20).map { try point(7200 + $0 * 30, source: 500) }
        let columns = try columns(before + after)
        #expect(columns.columns.count { $0.isSeen } == 4)
        #expect(!counts(columns).contains("500"), "nobody knows when in the gap")
        #expect(counts(columns)[2] == "0+", "nor is it nothing")
        let gap = try #require(columns.gaps.first)
        #expect(columns.gaps.count == 1)
        #expect(columns.words(for: gap).contains("to the sources 500 offsets, to the mirrors nothing."))
        let unseen = try #require(columns.words(for: quiet).split(separator: ";").last)
        #expect(unseen.contains("no survey"))
    }

    @Test("Ends that were not read are not nought, and what they make up for later is counted once")
    func notRead() throws {
        let hidden = try columns([
            point(0, source: 10), point(30, source: 10, quiet: .unknown),
            point(400, source: 10, quiet: .unknown),
        ])
        #expect(counts(hidden) == ["0+", "0+"])
        let found = try columns([
            point(0, source: 10), point(60, source: 10), point(120, source: 10, quiet: .unknown),
            point(180, source: 14, quiet: .fails), point(240, source: 14),
        ])
        #expect(counts(found) == ["4+"], "what was before the first survey is not known")
        let next = try columns([
            point(0, source: 10), point(310, source: 10), point(400, source: 10, quiet: .unknown),
            point(500, source: 14, quiet: .fails), point(590, source: 14),
        ])
        #expect(counts(next) == ["0+", "4"])
    }

    @Test("A total that fell, stood still although something moved, or is of another plan tells nothing")
    func incomparable() throws {
        let fell = try columns([point(0, source: 10), point(310, source: 10), point(620, source: 3)])
        #expect(counts(fell) == ["0+", "0", "0+"])
        let moved = try columns([
            point(0, source: 10), point(310, source: 10), point(620, source: 10, quiet: .fails),
        ])
        #expect(counts(moved) == ["0+", "0", "0+"])
        let planned = try columns([
            point(0, source: 10), point(310, source: 10), point(620, source: 90, isUnderNewPlan: true),
        ])
        #expect(counts(planned) == ["0+", "0", "0+"])
    }

    @Test("A clock that was set back neither traps nor hides what was seen since")
    func clockSetBack() throws {
        let points = try (0..<20).map { try point(90_000 + $0 * 30) }
        let columns = try columns(points + [point(10, quiet: .fails), point(40)])
        #expect(columns.columns.last?.states[quiet] == .bad)
        let far = try HistoryPoint(
            KeptSurvey(body: #"{"appended":{},"conditions":{},"gates":{}}"#),
            at: WallTime(millisecondsSince1970: .min), isUnderNewPlan: false)
        #expect(HistoryColumns(History(points + [far]), timing) != nil)
    }

    @Test("A record alone has a bar beside a million, and more never has a lower one")
    func bars() {
        #expect(BarScale.height(0) == 0 && BarScale.height(1) == BarScale.least)
        let counts = [1, 2, 5, 9, 10, 11, 99, 100, 1000, 999_999, 1_000_000, Int64.max]
        let heights = counts.map(BarScale.height)
        #expect(heights == heights.sorted() && heights[4] == BarScale.least + BarScale.decade)
    }

    @Test("A window that was shortened to try this out is looked at closely, and surveys far apart have room")
    func scale() {
        let demo = Timing(interval: .seconds(1), window: .seconds(60))
        #expect(demo.pictureSpan == .seconds(240) && demo.pictureColumn == .seconds(2))
        let slow = Timing(interval: .seconds(600))
        #expect(slow.pictureColumn == .seconds(1200), "or every other column would be a gap")
    }

    @Test("While evidence is not kept, no gate has been safe in the picture")
    func notKept() throws {
        var history = History()
        history.add(Fixture.safeAssessment, under: Fixture.plan, evidenceCounts: false)
        let columns = try #require(HistoryColumns(history, Fixture.plan.timing))
        #expect(columns.columns.last?.states[.gate(.mirrorMaker)] == .unknown)
    }

    @Test("The picture is on the page of every age, also before the first survey of a process that goes on")
    func onThePage() throws {
        var settings = Fixture.settings
        settings.history = History(try (0..<20).map { try point($0 * 30) })
        let first = Fixture.press(settings).firstEdition(process: ProcessFigures())
        let edition = try Fixture.edition(Fixture.safeAssessment, Fixture.survey, settings)
        for pages in [first.fresh, edition.fresh, edition.stale] {
            let page = String(decoding: pages.landing.filled(with: ""), as: UTF8.self)
            #expect(page.contains("<title>source_quiet: "))
        }
        let none = String(
            decoding: Fixture.press().firstEdition(process: ProcessFigures()).fresh.landing.filled(with: ""),
            as: UTF8.self)
        #expect(!none.contains("<title>source_quiet: "))
    }
}
