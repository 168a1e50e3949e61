public import Quiescence

/// What MirrorMaker 2 wrote about itself. `MirrorMaker` implements it over two ``ClusterReader``s.
public protocol MirrorReader: Sendable {
    /// Follows its internal topics on both clusters and says what they amount to now.
    func readMirror(old: any ClusterReader, new: any ClusterReader, until deadline: Deadline) async
        -> MirrorSurvey
}

/// The declared producers. `Producers` implements it over mounted files.
public protocol ProducerReader: Sendable {
    /// The bootstrap servers that each declared producer is configured with now.
    func readProducers() async -> [ProducerName: Reading<[ServerAddress]>]
}

/// All clocks at once; the only place where the application asks what time it is.
public protocol Clocks: Sendable {
    func now() -> Moment
}
