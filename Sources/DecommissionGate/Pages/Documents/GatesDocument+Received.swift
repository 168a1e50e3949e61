public import Quiescence

extension GatesDocument {
    /// How far the clocks of two machines may be apart, and how long an answer may be under way.
    private static let tolerance = Duration.seconds(60)

    /// What of a document that came over the network may be believed at `now`, by the receiver's clock.
    ///
    /// The service judges the age of its survey when it answers. What a cache or a proxy repeats was judged long ago
    /// and says "safe" for ever, so an answer that was not made just now is no verdict, and neither is one that
    /// does not say how old its survey is.
    public func received(at now: WallTime) -> GatesDocument {
        guard let surveyedAt, !stale else {
            guard gates.contains(where: { $0.safe || $0.state == .safe }) else { return self }
            return distrusted("the answer calls a gate safe by no survey that counts")
        }
        guard let age = surveyAgeSeconds, age >= 0, age <= plan.staleAfterSeconds else {
            return distrusted("the answer calls a survey fresh and does not say that it is")
        }
        let seconds = now.secondsSince1970 - Double(surveyedAt.secondsSince1970) - age
        guard seconds.magnitude > Self.tolerance.inSeconds else { return self }
        let apart = Words.duration(seconds: seconds.magnitude)
        guard seconds > 0 else {
            return distrusted("by this machine's clock the answer will be made in \(apart)")
        }
        var copy = distrusted("by this machine's clock the answer was made \(apart) ago")
        copy.surveyAgeSeconds = age + seconds
        return copy
    }

    private func distrusted(_ why: String) -> GatesDocument {
        var copy = withoutVerdict(
            because: Cause(
                .contradiction, why,
                remedy:
                    "ask the service itself, past every cache and proxy; where there is none, set both clocks"
            ))
        copy.stale = true
        return copy
    }
}
