import Quiescence
import Testing

@Suite("Tails: ranges that are read because offsets alone cannot tell")
struct TailTests {
    @Test("A bound on the number of reads starves no tail")
    func tailsTakeTurns() throws {
        var play = try Play()
        for number in 0..<9 {
            let name = TopicName(rawValue: "t\(number)")
            play.world.old.topics[name] = TopicWorld([PartitionWorld(end: 1)])
            play.world.old[name].tailUnreadable = World.cause
        }
        var asked: Set<TailQuestion> = []
        for _ in 0..<3 {
            let questions = play.questions()
            var tails: [TailQuestion: Reading<TailAnswer>] = [:]
            for (number, question) in questions.enumerated() {
                tails[question] = .unreadable(
                    number < 3 ? World.cause : Cause(.bounded, "only three in one survey"))
            }
            asked.formUnion(questions.prefix(3))
            _ = play.look(tails: tails)
        }
        #expect(asked.count == 9)
    }

    @Test("A record that was seen in a tail stands while the tail is not read again")
    func recordStands() throws {
        var play = try Play()
        play.world.old["orders"].end = 101
        #expect(play.look().state(.mirrorDrained) == .fails)
        play.world.old["orders"].tailUnreadable = Cause(.bounded, "the next survey goes on")
        #expect(play.next().state(.mirrorDrained) == .fails)
    }
}
