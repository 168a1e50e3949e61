import FoundationEssentials
import Glibc
import TestKafka

/// One journal, one world, and one process after another that is killed while it surveys.
///
/// It blocks: to be called on a thread of its own. Its directory goes with it.
final class Story {
    private let workshop: Workshop
    private(set) var random: Seeded
    private(set) var lives: [Life] = []
    private(set) var world = WorldFile()
    /// When records stood on OLD that were not mirrored and read; the last may go on.
    private(set) var disturbances: [Disturbance] = []
    /// How many surveys stood in the journal when it was looked at last.
    private var surveysLeft = 0
    /// What ought not to be.
    private(set) var faults: [String] = []

    init(seed: UInt64) throws {
        workshop = try Workshop()
        random = Seeded(state: seed)
        try FileManager.default.createDirectory(
            atPath: journal, withIntermediateDirectories: false)
        try workshop.write(world.line, to: "world")
    }

    private var journal: String { workshop.path("journal") }

    static let program =
        CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false)
        .dropLast().joined(separator: "/") + "/SurveyingProcess"

    /// Lets `count` processes live and die, while the world moves on now and then. Every tenth lives at least until it
    /// has surveyed.
    func play(kills count: Int) throws {
        for number in 1...count {
            let length = random.below(10) == 0 ? 2500 : 900
            try live(
                for: Int64(random.below(length)) * 1_000_000, surveys: number.isMultiple(of: 10)
            ) { try self.maybeMoveOn() }
            usleep(UInt32(random.below(300_000)))
        }
    }

    /// Starts a process, lets `meanwhile` happen again and again, and kills the process when its time is over:
    /// every second time not then, but as soon as it writes.
    ///
    /// - Parameter surveys: It is killed only when it has told a survey.
    func live(
        for length: Int64, surveys: Bool = false, killsInWriting: Bool? = nil,
        _ meanwhile: () throws -> Void = {}
    ) throws {
        let name = "life-\(lives.count)"
        let spawned = monotonic()
        let process = try workshop.start(name, [Self.program, journal, workshop.path("world")])
        while monotonic() < spawned + length {
            try meanwhile()
            usleep(5000)
        }
        if surveys { awaitSurvey(by: name) }
        if killsInWriting ?? (random.below(2) == 0) { awaitWrite(within: 400_000_000) }
        usleep(UInt32(random.below(3000)))
        process.send(SIGKILL)
        while !process.hasEnded { usleep(500) }
        let killed = monotonic()
        workshop.forget(name)
        let printed = workshop.logTail(name, lines: .max)
        lives.append(Life(spawned: spawned, killed: killed, printed: printed))
        try lookAtJournal()
    }

    /// Returns when that process has told a survey.
    private func awaitSurvey(by name: String) {
        let deadline = monotonic() + 60_000_000_000
        while !workshop.logTail(name, lines: .max).contains("survey ") {
            guard monotonic() < deadline else {
                faults.append("\(name) has not surveyed within a minute")
                return
            }
            usleep(5000)
        }
    }

    /// Returns when the journal's log has changed, which every commit begins with.
    private func awaitWrite(within limit: Int64) {
        let (before, deadline) = (stamp(), monotonic() + limit)
        while stamp() == before, monotonic() < deadline { usleep(100) }
    }

    private func stamp() -> [Int] {
        var status = stat()
        guard stat("\(journal)/journal.sqlite-wal", &status) == 0 else { return [] }
        return [status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }

    private func maybeMoveOn() throws {
        if let last = disturbances.last, last.ended == nil {
            if random.below(60) == 0 { try catchUp() }
        } else if random.below(400) == 0 {
            try disturb()
        }
    }

    /// Some records are written to OLD.
    func disturb(records: Int = 7) throws {
        world.end += records
        try workshop.write(world.line, to: "world")
        disturbances.append(Disturbance(began: monotonic()))
    }

    /// MirrorMaker mirrors them, and their reader reads them.
    func catchUp(pairs: Bool = true) throws {
        world.mirrored = world.end
        if pairs { world.paired = world.end }
        try workshop.write(world.line, to: "world")
        if !disturbances.isEmpty { disturbances[disturbances.count - 1].ended = monotonic() }
    }

    /// OLD forgets all that it holds.
    func expire() throws {
        world.start = world.end
        try workshop.write(world.line, to: "world")
    }

    /// What the life that just ended has left: a copy is opened, for the next one has to find it as it is.
    private func lookAtJournal() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: journal)
        let strange = files.filter { !$0.hasPrefix("journal.sqlite") || $0.contains("damaged") }
        if !strange.isEmpty { faults.append("\(strange) beside the journal") }
        guard files.contains("journal.sqlite") else {
            if !lives[lives.count - 1].surveys.isEmpty { faults.append("no journal is left") }
            return
        }
        let copy = workshop.path("copy")
        try FileManager.default.copyItem(atPath: journal, toPath: copy)
        defer { unlinkAll(copy) }
        do {
            let kept = try KeptJournal("\(copy)/journal.sqlite")
            faults += lives[lives.count - 1].compare(with: kept, known: surveysLeft)
            if kept.surveys.count < surveysLeft { faults.append("surveys of earlier lives are lost") }
            surveysLeft = kept.surveys.count
        } catch {
            faults.append("life \(lives.count): the journal is not whole: \(error)")
        }
    }

    private func unlinkAll(_ folder: String) {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            faults.append("\(folder) is left over: \(error)")
        }
    }
}

/// The line that the process reads its world from.
struct WorldFile {
    var start = 0
    var end = 100
    var mirrored = 100
    var paired = 100

    var line: String { "\(start) \(end) \(mirrored) \(paired)\n" }
}

/// Records stood on OLD alone, or unread. Times are of the kernel's monotonic clock, in nanoseconds.
struct Disturbance {
    /// It had begun by then.
    let began: Int64
    /// It was over by then; nil while it lasts.
    var ended: Int64?
}

/// The kernel's monotonic clock, in nanoseconds.
func monotonic() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// A sequence of numbers that its seed says.
struct Seeded {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
