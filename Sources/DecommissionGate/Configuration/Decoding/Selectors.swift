import Quiescence

/// What a list of names is about: both kinds of names have their own rules.
enum Subject {
    case topic, group
}

extension Place {
    /// A rule that takes topics out of something.
    static func topicRule(_ place: Place) throws(Reported) -> NameRule { try place.rule(of: .topic) }

    /// A rule that takes groups out of something.
    static func groupRule(_ place: Place) throws(Reported) -> NameRule { try place.rule(of: .group) }

    /// One member of a list of exclusions: a name or a pattern, and why.
    private func rule(of subject: Subject) throws(Reported) -> NameRule {
        let section = try Section(self, keys: RuleKey.self)
        let reason = section.readRequired(.reason, mend: Place.reasonMend, Place.reason)
        let names = try loading.selector(
            name: section[.name], pattern: section[.pattern], of: subject, in: self)
        guard let reason else { throw Reported() }
        return NameRule(names: names, reason: reason)
    }

    /// A group's name. Kafka knows a group whose name is empty; written in quotes it is meant.
    static func groupName(_ place: Place) throws(Reported) -> GroupName {
        let text = try place.text()
        guard !text.isReferenced || !text.value.allSatisfy(\.isWhitespace) else {
            throw text.refuse("is blank", mend: "write the name itself")
        }
        return GroupName(rawValue: text.value)
    }

    /// A topic's name: what no topic can be called matches nothing, and hides a mistake.
    static func topicName(_ place: Place) throws(Reported) -> TopicName {
        let text = try place.text()
        let name = text.value
        guard name.isTopicName else {
            let glob = name.contains("*") || name.contains("^")
            throw text.refuse(
                "can be no topic's name",
                mend: glob
                    ? "a pattern has a key of its own, pattern" : "letters, digits, . _ - and at most 249")
        }
        return TopicName(rawValue: name)
    }
}

/// The keys of an exclusion.
enum RuleKey: String, SectionKey { case name, pattern, reason }

extension Loading {
    /// Exactly one of a name and a pattern.
    func selector(
        name: Place?, pattern: Place?, of subject: Subject, in place: Place
    ) throws(Reported) -> NameSelector {
        switch (name, pattern) {
        case (let name?, nil):
            switch subject {
            case .topic: return .name(try Place.topicName(name).rawValue)
            case .group: return .name(try Place.groupName(name).rawValue)
            }
        case (nil, let pattern?): return .pattern(try pattern.pattern())
        case (.some, .some): throw place.refuse("has both name and pattern", mend: "keep one of them")
        case (nil, nil):
            throw place.refuse(
                "has neither name nor pattern", mend: "write name: for one, pattern: for a regular expression"
            )
        }
    }
}

extension Place {
    /// A regular expression that compiles; it has to match whole names.
    fileprivate func pattern() throws(Reported) -> String {
        let text = try text()
        let pattern = text.value
        guard !pattern.isEmpty else {
            throw text.refuse(
                "is an empty pattern", mend: "write a regular expression that matches whole names")
        }
        guard pattern.utf8.count <= 1000 else { throw text.refuse("is longer than 1000 bytes") }
        do {
            // What compiles may still be refused when it first runs.
            _ = try Regex(pattern).wholeMatch(in: "")
        } catch {
            let why = text.isReferenced ? "" : ": \(error)"
            throw text.refuse("is no regular expression that can be used\(why)", mend: globMend(pattern))
        }
        return pattern
    }

    private func globMend(_ pattern: String) -> String? {
        pattern.hasPrefix("*") ? "it is no glob: any characters are .*" : nil
    }
}

extension String {
    /// Whether Kafka would take this for a topic.
    var isTopicName: Bool {
        !isEmpty && utf8.count <= 249 && self != "." && self != ".." && isMadeOfTopicCharacters
    }

    /// Letters, digits, dot, underscore, hyphen.
    var isMadeOfTopicCharacters: Bool {
        allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}
