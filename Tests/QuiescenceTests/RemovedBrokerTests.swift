import Quiescence
import Testing

@Suite("Brokers of OLD that are switched off, as was said before")
struct RemovedBrokerTests {
    private static let second = BrokerID(rawValue: 2)
    private static let going = World.plan {
        $0.removedBrokers = [RemovedBroker(broker: second, reason: "the first to go")]
    }

    /// OLD with two brokers, and every gate open.
    private static func atRest(_ plan: Plan = World.plan) throws -> Play {
        var play = try Play(plan)
        play.world.old.brokers([1, 2])
        #expect(play.run(for: .seconds(700)).gate(.oldBrokers) == .safe)
        return play
    }

    /// Broker 2 was declared while every gate was open, and a survey has found it so.
    private static func declared() throws -> Play {
        var play = try atRest()
        try play.adopt(going)
        #expect(
            play.next().notes(.visibility).contains("broker 2 may be switched off while old_brokers is safe"))
        return play
    }

    /// And then it was switched off.
    private static func stopped() throws -> Play {
        var play = try declared()
        stop(&play)
        return play
    }

    private static func stop(_ play: inout Play) {
        play.world.old.brokers([1])
        play.world.old["orders"].lagging = [second]
    }

    private static func removed(_ gone: Int, of all: Int) -> Removed {
        Removed(gate: .oldBrokers, names: ["broker 2"], gone: gone, of: all)
    }

    @Test("One that was said to go while the gate was safe stops, and every gate stays open over a restart")
    func stopsAsSaid() throws {
        var play = try Self.stopped()
        let first = play.next()
        #expect(first.events.contains(.removed(Self.removed(1, of: 2))))
        for gate in Gate.allCases { #expect(first.gate(gate) == .safe) }
        try play.restart()
        let later = play.next()
        for gate in Gate.allCases { #expect(later.gate(gate) == .safe) }
        #expect(later.events.isEmpty)
    }

    @Test(
        "A look that could read nothing in between does not take the excuse away: it could never be had again"
    )
    func unknownInBetween() throws {
        var play = try Self.stopped()
        play.world.old["orders"].unreadable = World.cause
        #expect(play.next().gate(.oldBrokers) == .unknown)
        play.world.old["orders"].unreadable = nil
        let again = play.next()
        #expect(again.state(.sourceSettled) == .holds)
        #expect(again.gate(.oldBrokers) == .observing(remaining: World.plan.timing.confirmation))
        #expect(play.run(for: .seconds(60)).gate(.oldBrokers) == .safe)
    }

    @Test(
        "One that takes its time to stop stays excused: leaders that move are unread for a moment, and no more"
    )
    func slowShutdown() throws {
        var play = try Self.declared()
        play.world.old["orders"].lagging = [Self.second]
        play.world.old["orders"].unreadable = World.cause
        #expect(play.next().gate(.oldBrokers) == .unknown)
        play.world.old["orders"].unreadable = nil
        #expect(play.next().gate(.oldBrokers) == .observing(remaining: World.plan.timing.confirmation))
        let stopping = play.next()
        #expect(stopping.state(.sourceSettled) == .holds)
        Self.stop(&play)
        #expect(play.run(for: .seconds(60)).gate(.oldBrokers) == .safe)
    }

    @Test("One that only does not answer is never taken for removed")
    func notSaid() throws {
        var play = try Self.atRest()
        Self.stop(&play)
        let silent = play.next()
        #expect(silent.state(.sourceSettled) == .unknown)
        #expect(silent.gate(.oldBrokers) == .unknown)
        // Nor when it is said afterwards: what it holds was never under a safe gate and in sync.
        try play.adopt(Self.going)
        let late = play.next()
        #expect(late.state(.sourceSettled) == .unknown)
        #expect(late.notes(.visibility).contains { $0.contains("broker 2, which OLD does not list") })
    }

    @Test("One that went down while nobody looked, and was declared before the next look, is not excused")
    func wentUnseen() throws {
        var play = try Self.atRest()
        Self.stop(&play)
        try play.adopt(Self.going)
        try play.restart()
        let back = play.next()
        #expect(back.state(.sourceSettled) == .unknown)
        #expect(back.gate(.oldBrokers) == .unknown)
        #expect(back.notes(.visibility).contains { $0.contains("broker 2, which OLD does not list") })
    }

    @Test("What is said before the gate is safe excuses nothing yet")
    func saidTooEarly() throws {
        var play = try Play(Self.going)
        play.world.old.brokers([1, 2])
        #expect(play.look().notes(.visibility).contains { $0.contains("before old_brokers is safe") })
        Self.stop(&play)
        #expect(play.next().state(.sourceSettled) == .unknown)
    }

    @Test("It excuses that broker alone, and nothing that nobody can read")
    func othersCount() throws {
        var play = try Self.stopped()
        play.world.old["orders"].lagging = [Self.second, BrokerID(rawValue: 3)]
        let third = play.next()
        #expect(
            third.doubts(.sourceSettled) == ["orders-0: 1 of 2 replicas are in sync, that of broker 3 is not"]
        )
        play.world.old["orders"].lagging = [Self.second]
        play.world.old["orders"].leader = .absent
        #expect(play.next().state(.sourceSettled) == .unknown)
    }

    @Test("A record that is still written on OLD shuts the gate, and the broker stays excused")
    func strayRecord() throws {
        var play = try Self.stopped()
        _ = play.next()
        play.world.old["orders"].end = 101
        let stray = play.next()
        #expect(stray.state(.sourceQuiet) == .fails)
        #expect(stray.state(.sourceSettled) == .holds)
    }

    @Test("One that still runs when the gate is found shut is no longer excused, nor said to be ready to go")
    func shutBeforeItWent() throws {
        var play = try Self.declared()
        play.world.old["orders"].end = 101
        #expect(play.next().gate(.oldBrokers) == .blocked)
        play.world.old["orders"].lagging = [Self.second]
        let later = play.next()
        #expect(later.state(.sourceSettled) == .unknown)
        #expect(!later.notes(.visibility).contains { $0.contains("may be switched off") })
        #expect(later.notes(.visibility).contains { $0.contains("before old_brokers is safe") })
        // Off, it is one that nobody was told to stop.
        play.world.old.brokers([1])
        #expect(play.next().state(.sourceSettled) == .unknown)
    }

    @Test("One that comes back while the gate is shut is told of, and counts from then on")
    func comesBackToAShutGate() throws {
        var play = try Self.stopped()
        _ = play.next()
        play.world.old["orders"].end = 101
        #expect(play.next().gate(.oldBrokers) == .blocked)
        play.world.old.brokers([1, 2])
        let back = play.next()
        #expect(back.events.contains(.returned(Self.removed(0, of: 2))))
        #expect(back.state(.sourceSettled) == .unknown)
    }

    @Test("Back again it is told of, and out of the configuration it counts as before")
    func comesBack() throws {
        var play = try Self.stopped()
        _ = play.next()
        play.world.old.brokers([1, 2])
        play.world.old["orders"].lagging = []
        #expect(play.next().events.contains(.returned(Self.removed(0, of: 2))))
        try play.adopt(World.plan)
        _ = play.next()
        Self.stop(&play)
        #expect(play.next().state(.sourceSettled) == .unknown)
    }
}

extension ClusterWorld {
    fileprivate mutating func brokers(_ ids: [Int32]) {
        frame.brokers = .known(
            ids.map {
                Broker(id: BrokerID(rawValue: $0), address: ServerAddress(host: "old-\($0)", port: 9092))
            })
    }
}
