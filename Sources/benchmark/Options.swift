/// What was asked for.
struct Options: Sendable {
    var load = Load()
    var rounds = 7
    var parts: Set<Part> = [.evaluator, .scale, .journal, .survey, .service]
    var form = Report.Form.text
    var wantsHelp = false

    /// What can be measured.
    enum Part: String, CaseIterable {
        case evaluator
        case scale
        case journal
        case survey
        case service
        /// Nothing: the clusters stay, for other tools to be tried on.
        case hold

        var needsKafka: Bool {
            switch self {
            case .evaluator, .scale, .journal: false
            case .survey, .service, .hold: true
            }
        }
    }

    /// A command line that means nothing.
    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    init(_ words: [String]) throws(Mistake) {
        var rest = words[...]
        var named: Set<Part> = []
        while let word = rest.popFirst() {
            switch word {
            case "--help", "-h": wantsHelp = true
            case "--topics": load.topics = try Self.count(word, rest.popFirst())
            case "--partitions": load.partitions = try Self.count(word, rest.popFirst())
            case "--groups": load.groups = try Self.count(word, rest.popFirst())
            case "--brokers": load.brokers = try Self.count(word, rest.popFirst())
            case "--rounds": rounds = try Self.count(word, rest.popFirst())
            case "--output": form = try Self.choice(word, rest.popFirst())
            case _:
                guard let part = Part(rawValue: word) else {
                    throw Mistake(
                        description: "\"\(word)\" is neither a flag nor one of "
                            + Part.allCases.map(\.rawValue).joined(separator: ", ") + "; see --help")
                }
                named.insert(part)
            }
        }
        if !named.isEmpty { parts = named }
    }

    private static func count(_ flag: String, _ word: String?) throws(Mistake) -> Int {
        guard let count = word.flatMap({ Int($0) }), count > 0 else {
            throw Mistake(description: "\(flag) needs a whole number above 0, as in \(flag) 10")
        }
        return count
    }

    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ flag: String, _ word: String?
    ) throws(Mistake) -> Choice {
        guard let choice = word.flatMap({ Choice(rawValue: $0) }) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Mistake(description: "\(flag) needs one of \(allowed)")
        }
        return choice
    }

    static let help = """
        Usage: scripts/benchmark [PART…] [flags]

        Builds a load on two real Kafka clusters that it starts, measures, prints a table, and removes
        everything. Where a figure has a target, the table says whether it holds.

        Parts (all but the last by default):
          evaluator   the judgement alone, on surveys that no cluster answered, in processor time; needs no
                      Kafka
          scale       memory at 100,000 partitions and 2,000 groups, both sides together: all but the server,
                      in a process of its own, on two mock clusters of librdkafka. The mock knows topics;
                      groups and MirrorMaker's records are made up. Needs no Kafka
          journal     how the journal grows: a week at 10,000 partitions, one survey in 30 seconds, weighed
                      and kept as fast as it goes. Two days of traffic, then rest. Needs no Kafka
          survey      one survey of both clusters by its parts, in turns with the wire: what no survey can
                      do without (metadata, groups, commits, start, end and stable offsets), asked through
                      librdkafka with nothing around it
          service     the program, run as `serve` in a process of its own: its memory, and the time of a
                      scrape while all is well and while a broker is frozen
          hold        nothing, but only if it is named: prints the addresses of both clusters and leaves
                      them running until it is interrupted, for profilers and other tools

        Flags:
          --topics N      topics of OLD, and as many mirrors on NEW; 1000 by default
          --partitions N  partitions of each topic; 10
          --groups N      groups of each cluster, each with commits on 20 partitions or more; 500
          --brokers N     brokers of each cluster; 1
          --rounds N      times that everything is measured; the median counts; 7. The judgement alone
                          goes on for ten seconds at least
          --output FORM   text, json or markdown

        Examples:
          $ scripts/benchmark
              The size that the targets are for: 20,000 partitions and 1,000 groups on both sides together.
          $ scripts/benchmark survey --brokers 3 --rounds 20
          $ scripts/benchmark hold --topics 200 &

        Exit codes: 0 every target holds; 1 one does not; 64 usage; 70 something could not be measured.
        Times depend on what else the machine does; ratios to the wire much less.

        """
}
