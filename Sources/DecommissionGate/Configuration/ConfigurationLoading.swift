import Quiescence

extension Configuration {
    /// Reads a file's text. Everything that is wrong with it is told at once, before any broker is asked.
    public static func load(
        _ text: [UInt8], file: String, surroundings: ConfigurationSurroundings
    ) throws(ConfigurationProblems) -> Configuration {
        let root: ConfigurationNode
        do {
            root = try surroundings.parse(text)
        } catch {
            throw ConfigurationProblems(
                ConfigurationProblem(
                    file: file, position: error.position, what: error.what, mend: error.mend))
        }
        return try load(root, Loading(file: file, surroundings: surroundings))
    }

    /// Reads the file at `path` through the surroundings.
    public static func load(
        file path: String, surroundings: ConfigurationSurroundings
    ) throws(ConfigurationProblems) -> Configuration {
        let text: [UInt8]
        do {
            text = try surroundings.contents(path)
        } catch {
            throw ConfigurationProblems(ConfigurationProblem(file: path, what: error.reason))
        }
        return try load(text, file: path, surroundings: surroundings)
    }

    /// The configuration of two addresses and no file; problems name the flag in place of a file.
    /// `producers` is nil where the flag is not given; its only value is `observed`.
    public static func load(
        old: String, new: String, producers: String?, surroundings: ConfigurationSurroundings
    ) throws(ConfigurationProblems) -> Configuration {
        var entries = [
            ("clusters", node([("old", cluster(old)), ("new", cluster(new))]))
        ]
        if let producers { entries.append(("producers", text(producers))) }
        let flags = [
            "clusters.old.bootstrap_servers": "--old", "clusters.new.bootstrap_servers": "--new",
            "clusters.new": "--new", "producers": "--producers",
        ]
        return try load(node(entries), Loading(file: "flags", surroundings: surroundings, flags: flags))
    }

    private static func load(
        _ root: ConfigurationNode, _ loading: Loading
    ) throws(ConfigurationProblems) -> Configuration {
        let place = Place(node: root, path: "", loading: loading)
        let configuration = loading.attempt { () throws(Reported) in try RootSection.decode(place) }
        if let problems = loading.outcome { throw problems }
        guard let configuration else {
            throw ConfigurationProblems(
                ConfigurationProblem(file: loading.file, what: "could not be read, for a reason untold"))
        }
        return configuration
    }

    // The nodes of a file that says what the flags say.

    private static let nowhere = SourcePosition(line: 1, column: 1)

    private static func cluster(_ servers: String) -> ConfigurationNode {
        node([("bootstrap_servers", text(servers))])
    }

    private static func text(_ text: String) -> ConfigurationNode {
        ConfigurationNode(.scalar(text, .quoted), at: nowhere)
    }

    private static func node(_ entries: [(String, ConfigurationNode)]) -> ConfigurationNode {
        ConfigurationNode(
            .mapping(
                entries.map { key, value in
                    ConfigurationNode.Entry(key: key, keyPosition: nowhere, value: value)
                }), at: nowhere)
    }
}
