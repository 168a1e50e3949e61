import Quiescence

/// How fast the story is told: 1 takes two minutes, 10 a tenth of that.
public struct Pace: Sendable {
    public let speed: Int

    public init(speed: Int = 1) { self.speed = max(speed, 1) }

    /// What takes `duration` in the story.
    func time(of duration: Duration) -> Duration { duration / speed }

    /// How much of the story passes in `duration`.
    func story(in duration: Duration) -> Duration { duration * speed }

    /// The gate's times, a day made a minute. Surveys do not come faster than a busy machine can make them.
    var timing: Timing {
        let interval = max(time(of: .seconds(1)), .milliseconds(500))
        return Timing(interval: interval, window: time(of: .seconds(60)), confirmation: interval / 2)
    }

    /// From one step of the producers, the mirror and the groups to the next.
    var step: Duration { max(time(of: .milliseconds(200)), .milliseconds(40)) }
}
