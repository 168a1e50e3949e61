/// Mirrors of other aliases than the plan's on NEW: of MirrorMakers in dedicated mode, and of those elsewhere that
/// translate the progress of groups.
///
/// Whoever mirrors OLD to NEW a second time, under another alias, writes into the same topic of pairs under the
/// same keys. That cannot be told from a mirror of another cluster with topics of the same names.
struct SecondMirrors {
    private let aliases: [String]

    init(_ look: Look) {
        let own = [look.plan.old.alias.rawValue, look.plan.new.alias.rawValue]
        let separators = Set([".", look.naming.separator])
        let forms = [("mm2-configs.", ".internal")] + separators.map { ("", "\($0)checkpoints\($0)internal") }
        var aliases: Set<String> = []
        for view in look.topics.new.inOrder {
            let name = view.name.rawValue
            // Among ten thousand topics: one byte tells most of them apart.
            guard name.utf8.last == UInt8(ascii: "l") else { continue }
            for (prefix, suffix) in forms where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
                let alias = String(name.dropFirst(prefix.count).dropLast(suffix.count))
                if !own.contains(alias) { aliases.insert(alias) }
            }
        }
        self.aliases = aliases.sorted()
    }

    /// The mirror of a source under another alias; nil where none stands on NEW.
    func mirror(of source: TopicName, _ look: Look) -> TopicName? {
        if aliases.isEmpty { return nil }
        // A configured prefix need not be made of OLD's alias: then MirrorMaker's own alias stands among these.
        let first = look.naming.mirror(of: source)
        return aliases.flatMap { alias in
            [".", look.naming.separator].map { TopicName(rawValue: "\(alias)\($0)\(source)") }
        }.sorted().first { $0 != first && look.topic($0, on: .new) != nil }
    }

    /// Says so, of the first source that has one.
    func note(_ look: Look, _ judgement: inout Judgement) {
        guard !aliases.isEmpty,
            let mirror = look.sources.lazy.compactMap({ self.mirror(of: $0.name, look) }).first
        else { return }
        let (old, new) = (look.plan.old.alias, look.plan.new.alias)
        judgement.note(
            "\(mirror) stands on \(new) beside the mirror of \(old): if it is of the same cluster, both write "
                + "their pairs into one topic. Of what has two mirrors no pair is believed unread")
    }
}
