/// Which topics of OLD MirrorMaker mirrors, by its own rules: seen on 3.9.2 and 4.3.1.
///
/// Explains that a mirror is missing and excuses nothing: what such a topic holds is on OLD alone.
struct MirrorScope {
    private let connector: MirrorConnector
    private let naming: MirrorNaming
    private let included: Patterns
    /// Nil where it was left at the default of the version that runs.
    private let excluded: Patterns?

    init(_ connector: MirrorConnector, _ naming: MirrorNaming) {
        self.connector = connector
        self.naming = naming
        included = Patterns(connector[.topics], or: ".*")
        let setting: MirrorSetting =
            connector.settings[.topicsExclude] == nil ? .topicsBlacklist : .topicsExclude
        excluded = connector.settings[setting].map { Patterns($0, or: "") }
    }

    /// The rule that leaves `topic` out; absent where none does, so that it ought to have a mirror.
    func rule(against topic: TopicName) -> Reading<String> {
        let name = topic.rawValue
        return isOwn(name) ?? filter(name) ?? isIncluded(name) ?? isExcluded(name)
    }

    /// What no setting changes; nil where the next rule decides.
    private func isOwn(_ name: String) -> Reading<String>? {
        if name.hasPrefix("__") || name.hasPrefix(".") {
            return .known("MirrorMaker takes names that begin with __ or a dot for Kafka's own")
        }
        if name.hasPrefix("mm2") && name.hasSuffix(".internal") || name.hasSuffix(".checkpoints.internal") {
            return .known("MirrorMaker takes mm2*.internal and *.checkpoints.internal for its own")
        }
        let cycle = "\(naming.new)\(naming.separator)"
        if name.hasPrefix(cycle) {
            return .known("MirrorMaker takes names that begin with \(cycle) for its own mirrors")
        }
        guard name.hasSuffix(".internal") || name.hasSuffix("-internal") else { return nil }
        switch connector.isBefore4 {
        case .known(true):
            return .known("MirrorMaker 3 takes names that end in .internal or -internal for Kafka's own")
        case .known(false), .absent: return nil
        case .unreadable(let cause): return .unreadable(cause)
        }
    }

    private func filter(_ name: String) -> Reading<String>? {
        switch connector[.topicFilter] {
        case .absent: nil
        case .known(let filter) where filter.hasSuffix("DefaultTopicFilter"): nil
        case .known(let filter):
            .unreadable(
                Cause(.unsupported, "topic.filter.class \(filter) decides, whose rules cannot be known"))
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    private func isIncluded(_ name: String) -> Reading<String>? {
        switch included.match(name) {
        case .known: nil
        case .absent: .known("MirrorMaker's topics (\(included.shown)) do not name it")
        case .unreadable(let cause): .unreadable(cause)
        }
    }

    private func isExcluded(_ name: String) -> Reading<String> {
        if let excluded {
            return excluded.match(name).map {
                "MirrorMaker's topics.exclude leaves out \(Patterns.shortened($0))"
            }
        }
        let (old, new) = (Self.standard3.match(name), Self.standard4.match(name))
        func rule(_ pattern: Reading<String>, _ version: String) -> Reading<String> {
            pattern.map { "MirrorMaker's topics.exclude, left at the default\(version), leaves out \($0)" }
        }
        switch connector.isBefore4 {
        case .known(true): return rule(old, " of version 3")
        case .known(false): return rule(new, " of version 4")
        case .absent, .unreadable:
            return old.isKnown == new.isKnown ? rule(new, "") : connector.isBefore4.map { _ in "" }
        }
    }

    private static var standard3: Patterns { Patterns(.absent, or: MirrorConnector.topicsExclude3) }
    private static var standard4: Patterns { Patterns(.absent, or: MirrorConnector.topicsExclude4) }
}

extension MirrorConnector {
    fileprivate static let topicsExclude3 = #".*[\-\.]internal, .*\.replica, __.*"#
    fileprivate static let topicsExclude4 = #"mm2.*\.internal, .*\.replica, __.*"#

    /// What a setting amounts to where it was left alone, in the version that runs: those of names alone. Absent
    /// for any other; unreadable where the version makes a difference and is not known.
    public func standard(of setting: MirrorSetting) -> Reading<String> {
        if setting == .topics || setting == .groups { return .known(".*") }
        if setting == .groupsExclude { return .known("console-consumer-.*, connect-.*, __.*") }
        guard setting == .topicsExclude else { return .absent }
        return isBefore4.map { $0 ? Self.topicsExclude3 : Self.topicsExclude4 }
    }

    /// Whether it is of a version before 4, whose rules were others. A worker whose status names no version is.
    fileprivate var isBefore4: Reading<Bool> {
        switch version {
        case .absent: .known(true)
        case .unreadable(let cause): .unreadable(cause)
        case .known(let version): .known((version.split(separator: ".").first.flatMap { Int($0) } ?? 0) < 4)
        }
    }
}

/// A list of regular expressions as MirrorMaker takes it: one of them must match the whole name.
private final class Patterns {
    private let source: Reading<[String]>
    private lazy var compiled = compile()

    private enum Compiled {
        case patterns(NameMatcher<String>)
        indirect case unknown(Cause)
    }

    init(_ setting: Reading<String>, or standard: String) {
        switch setting {
        case .absent: source = .known(MirrorSetting.members(of: standard))
        case .known, .unreadable: source = setting.map { MirrorSetting.members(of: $0) }
        }
    }

    /// The first pattern that takes the whole of `name`; absent where none does.
    func match(_ name: String) -> Reading<String> {
        switch compiled {
        case .unknown(let cause): .unreadable(cause)
        case .patterns(let matcher): matcher.firstRule(matching: name).map { .known($0) } ?? .absent
        }
    }

    /// All of them, for people; cut where they are many.
    var shown: String {
        guard case .known(let list) = source else { return "not readable" }
        return Self.shortened(list.joined(separator: ", "))
    }

    static func shortened(_ text: String) -> String { text.count > 80 ? "\(text.prefix(80))…" : text }

    private func compile() -> Compiled {
        switch source {
        case .absent: return .unknown(Cause(.notAsked, "no pattern is known"))
        case .unreadable(let cause): return .unknown(cause)
        case .known(let list):
            do {
                return .patterns(try NameMatcher(list) { .pattern($0) })
            } catch {
                // Java's expressions know a few things that Swift's do not.
                return .unknown(
                    Cause(
                        .unsupported,
                        "MirrorMaker's patterns \(shown) hold one that cannot be understood here"))
            }
        }
    }
}

extension Mirroring {
    /// Of one topic; absent for one that is neither a source nor a mirror.
    ///
    /// - Parameter hasSource: Whether OLD lists the source of it, for a mirror.
    static func reading(
        of view: TopicView, _ neverMirrored: [TopicName: Reading<String>], hasSource: Bool, _ look: Look
    ) -> Reading<Mirroring> {
        guard view.link != nil else { return .absent }
        let isSource = view.role == .source
        switch isSource ? look.survey.new.topics : look.survey.old.topics {
        case .unreadable(let cause): return .unreadable(cause)
        case .absent, .known: break
        }
        guard isSource else {
            return .known(hasSource ? .mirrored : .orphan)
        }
        switch neverMirrored[view.name] {
        case nil: return .known(view.mirror?.isThere ?? false ? .mirrored : .missing)
        case .absent: return .known(.missing)
        case .known(let rule): return .known(.leftOut(rule))
        case .unreadable(let cause): return .unreadable(cause)
        }
    }
}
