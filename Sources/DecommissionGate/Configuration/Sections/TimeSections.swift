import Quiescence

/// The keys of `sampling`.
enum SamplingKey: String, SectionKey { case interval, timeout, concurrency }

/// How the clusters are asked.
enum SamplingSection {
    static func decode(_ place: Place) throws(Reported) -> Sampling {
        let section = try Section(place, keys: SamplingKey.self)
        let interval = section.read(.interval, or: Sampling().interval, Place.seconds)
        // A short interval takes the default of the timeout along.
        let timeout = section.read(.timeout, or: min(Sampling().timeout, interval), Place.seconds)
        let concurrency = section.read(.concurrency, or: Sampling().concurrency, Place.smallNumber)
        guard section.isGood else { throw Reported() }
        guard timeout <= interval else {
            throw (section[.timeout] ?? place).refuse(
                "\(timeout.compact) is longer than the interval of \(interval.compact)",
                mend: "write \(interval.compact) or less: surveys do not overlap")
        }
        return Sampling(interval: interval, timeout: timeout, concurrency: concurrency)
    }
}

/// The keys of `gate`.
enum GateKey: String, SectionKey {
    case window
    case maxGap = "max_gap"
    case confirmation, windows, gates
}

/// The keys of one of `gate.gates`.
enum GateWindowKey: String, SectionKey { case window }

extension Condition: SectionKey {}
extension Gate: SectionKey {}

/// For how long what must hold.
enum GateSection {
    static func decode(_ place: Place, interval: Duration) throws(Reported) -> Timing {
        let section = try Section(place, keys: GateKey.self)
        let standard = Timing()
        return Timing(
            interval: interval,
            window: section.read(.window, or: standard.window, Place.hours),
            maxGap: section.read(.maxGap, or: standard.maxGap, Place.hours),
            conditionWindows: section.read(.windows, or: [:], conditionWindows),
            gateWindows: section.read(.gates, or: [:], gateWindows),
            confirmation: section.read(.confirmation, or: standard.confirmation, Place.seconds))
    }

    /// An interval beyond one of the bounds would be a gap, or a window without a look inside.
    static func weigh(_ timing: Timing, at place: Place) {
        for (name, bound) in [("max_gap", timing.maxGap), ("window", timing.window)]
        where timing.interval > bound {
            place.refuse(
                "the interval of \(timing.interval.compact) is longer than gate.\(name), \(bound.compact)",
                mend: "write a shorter interval")
        }
    }

    private static func conditionWindows(_ place: Place) throws(Reported) -> [Condition: Duration] {
        try Section(place, keys: Condition.self).all(Place.hours)
    }

    private static func gateWindows(_ place: Place) throws(Reported) -> [Gate: Duration] {
        try Section(place, keys: Gate.self).all(gateWindow)
    }

    private static func gateWindow(_ place: Place) throws(Reported) -> Duration {
        try Place.hours(Section(place, keys: GateWindowKey.self).require(.window))
    }
}

extension Section {
    /// The decoded values of all keys that are given.
    fileprivate func all<Value>(_ decode: (Place) throws(Reported) -> Value) -> [Key: Value] {
        var values: [Key: Value] = [:]
        for key in Key.allCases {
            guard let place = self[key] else { continue }
            values[key] = place.loading.attempt { () throws(Reported) in try decode(place) }
        }
        return values
    }
}
