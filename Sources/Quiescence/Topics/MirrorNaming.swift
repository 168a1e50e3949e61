/// A source topic and its mirror, by name.
///
/// A class, because it is made once and handed around by every survey.
final class MirrorLink: Sendable {
    let source: TopicName
    let mirror: TopicName

    init(source: TopicName, mirror: TopicName) {
        self.source = source
        self.mirror = mirror
    }
}

/// The names that MirrorMaker 2 builds from aliases and separator; compared literally, never by pattern.
///
/// Seen on 3.9.2 and 4.3.1: with another separator the checkpoints and offset-sync topics follow it,
/// while the three Connect topics keep their dots.
public struct MirrorNaming: Sendable, Equatable {
    public let old: ClusterAlias
    public let new: ClusterAlias
    /// Alias of OLD and separator, as it stands before the name of every mirror.
    public let prefix: String

    public init(old: ClusterAlias, new: ClusterAlias, prefix: String) {
        self.old = old
        self.new = new
        self.prefix = prefix
    }

    /// What stands between alias and topic; the default policy's dot where the prefix is not built from the alias.
    public var separator: String {
        prefix.hasPrefix(old.rawValue) && prefix.utf8.count > old.rawValue.utf8.count
            ? String(prefix.dropFirst(old.rawValue.count)) : "."
    }

    /// `t` of `OLD.t`; nil for anything else, the bare prefix included.
    public func source(ofMirror mirror: TopicName) -> TopicName? {
        guard mirror.rawValue.hasPrefix(prefix), mirror.rawValue.utf8.count > prefix.utf8.count else {
            return nil
        }
        return TopicName(rawValue: String(mirror.rawValue.dropFirst(prefix.count)))
    }

    /// `OLD.t` of `t`.
    public func mirror(of source: TopicName) -> TopicName {
        TopicName(rawValue: prefix + source.rawValue)
    }

    /// The rule of MirrorMaker's own by which it may leave a topic out: seen on 3.9.2 and 4.3.1. Nil for most.
    ///
    /// Explains that a mirror is missing and excuses nothing: what such a topic holds is on OLD alone.
    static func whyNeverMirrored(_ topic: TopicName) -> String? {
        let name = topic.rawValue
        if name.hasPrefix("__") || name.hasPrefix(".") {
            return "MirrorMaker takes names that begin with __ or a dot for Kafka's own"
        }
        if name.hasSuffix(".internal") || name.hasSuffix("-internal") {
            return "MirrorMaker 3 takes names that end in .internal or -internal for Kafka's own"
        }
        return name.hasSuffix(".replica")
            ? "MirrorMaker's topics.exclude leaves out names that end in .replica, unless it was set" : nil
    }

    /// Where MirrorMaker 2 emits a heartbeat on the cluster that it writes to.
    public static let heartbeats: TopicName = "heartbeats"

    /// Topics of its own that it keeps on `side`, whatever they hold.
    public func internalTopics(on side: Side) -> Set<TopicName> {
        let (own, other) = side == .old ? (old, new) : (new, old)
        let dotted = ["configs", "offsets", "status"].map { "mm2-\($0).\(other).internal" }
        let separated = [
            "mm2-offset-syncs\(separator)\(other)\(separator)internal",
            "mm2-offset-syncs\(separator)\(own)\(separator)internal",
            "\(other)\(separator)checkpoints\(separator)internal",
        ]
        return Set((dotted + separated).map(TopicName.init(rawValue:)))
    }

    /// The groups in which its own workers meet on `side` (protocol type `connect`).
    public func ownGroup(on side: Side) -> GroupName {
        switch side {
        case .old: GroupName(rawValue: "\(new)-mm2")
        case .new: GroupName(rawValue: "\(old)-mm2")
        }
    }
}
