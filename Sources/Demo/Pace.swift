import Quiescence

/// How fast the story is told: 1 takes two minutes, 10 a tenth of that.
public struct Pace: Sendable {
    public let speed: Int

    public init(speed: Int = 1) { self.speed = max(speed, 1) }

    /// What takes `duration` in the story.
    func time(of duration: Duration) -> Duration { duration / speed }

    /// How much of the story passes in `duration`.
    func story(in duration: Duration) -> Duration { duration * speed }

    /// The gate's times, a day made a minute. Surveys come every second at any speed: a busy machine that
    /// missed three of them would see a gap.
    var timing: Timing {
        Timing(
            interval: .seconds(1), window: time(of: .seconds(60)), confirmation: .milliseconds(500))
    }

    /// From one step of the producers, the mirror and the groups to the next.
    var step: Duration { max(time(of: .milliseconds(200)), .milliseconds(40)) }
}
