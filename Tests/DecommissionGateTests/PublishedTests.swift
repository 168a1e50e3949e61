import Quiescence
import Testing

@testable import DecommissionGate

@Suite struct PublishedTests {
    private func safe() throws -> Published { Published(try Fixture.edition(Fixture.safeAssessment)) }

    /// Three intervals of 30 s: the ninetieth second still counts, what comes after does not.
    @Test(arguments: [(0, false), (90, false), (91, true), (100_000, true)])
    func aFrozenCollectorCannotLeaveASafeStanding(seconds: Int64, stale: Bool) throws {
        let document = try safe().document(at: Fixture.later(seconds))
        #expect(document.stale == stale)
        #expect(document.gates.allSatisfy { $0.safe == !stale && $0.state == (stale ? .unknown : .safe) })
        #expect(document.surveyAgeSeconds == Double(seconds))
        #expect(
            document.conditions.allSatisfy { ($0.state == .unknown) == stale && ($0.cause != nil) == stale })
    }

    @Test func theAgeCountsSuspendedTimeAndNotTheWallClock() throws {
        let seen = Fixture.surveyed
        let wallJumped = Moment(
            monotonic: seen.monotonic, boottime: seen.boottime + .seconds(10),
            wall: seen.wall.advanced(by: .seconds(1_000_000)), boot: seen.boot)
        let suspended = Moment(
            monotonic: seen.monotonic + .seconds(10), boottime: seen.boottime + .seconds(5000),
            wall: seen.wall, boot: seen.boot)
        #expect(try !safe().document(at: wallJumped).stale)
        #expect(try safe().document(at: suspended).stale)
    }

    @Test func whatWasJudgedByAnEarlierConfigurationIsWithdrawn() throws {
        let published = try safe()
        published.withdraw()
        let document = published.document(at: Fixture.later(1))
        #expect(document.stale && document.gates.allSatisfy { !$0.safe && $0.state == .unknown })
        #expect(published.isReady)
        published.publish(try Fixture.edition(Fixture.safeAssessment))
        #expect(published.document(at: Fixture.later(1)).gates.allSatisfy { $0.safe })
    }

    @Test func aSurveyFromTheFutureIsAContradiction() throws {
        #expect(try safe().document(at: Fixture.later(-1)).stale)
    }

    @Test func readyOnceASurveyWasTriedAndUntilDraining() throws {
        let published = Published(Fixture.press().firstEdition(process: ProcessFigures()))
        #expect(!published.isReady)
        published.publish(try Fixture.edition())
        #expect(published.isReady)
        published.beginDraining()
        #expect(!published.isReady)
        published.publish(try Fixture.edition())
        #expect(!published.isReady, "a survey that ends while draining changes nothing")
    }

    @Test func withoutASurveyNothingIsKnown() throws {
        let document = Published(Fixture.press().firstEdition(process: ProcessFigures()))
            .document(at: Fixture.surveyed)
        #expect(document.stale && document.surveyedAt == nil && document.surveyAgeSeconds == nil)
        #expect(document.gates.map(\.state) == [.unknown, .unknown, .unknown])
        #expect(Set(document.conditions.map(\.condition)) == Set(Condition.allCases))
        #expect(document.conditions.allSatisfy { $0.state == .unknown })
    }
}
