import DecommissionGate
import Digest
import Foundation
import Quiescence
import Scratch
import Testing

/// The parts that comparing is made of.
@Suite struct PartsTests {
    @Test("SHA-256 gives the digests that the standard gives, one after the other")
    func digests() throws {
        for (text, digest) in [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ] {
            #expect(Fingerprint(try SHA256.digest(of: Array(text.utf8))).hexadecimal == digest)
        }
        let digest = try SHA256()
        try digest.begin()
        try digest.feed(1)
        try digest.begin()
        #expect(Fingerprint(try digest.finish()).hexadecimal.hasPrefix("e3b0c442"), "begun anew")
    }

    @Test("A temporary file gives back what was written, has no name, and says where there is no room for it")
    func scratch() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "scratch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: directory) } catch {} }
        let file = try ScratchFile(in: directory.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
        let rows = try (UInt64(0)..<3000).map { number in
            try #require(Row(words: [number, 1, .max, number, 4, 5, number, 7]))
        }
        #expect(try file.write(Array(rows[..<1000])) == 0..<1000)
        #expect(try file.write(Array(rows[1000...])) == 1000..<3000)
        #expect(try file.read(500..<2500) == Array(rows[500..<2500]))
        #expect { try file.read(2500..<3500) } throws: { "\($0)".contains("reading a temporary file") }
        #expect { try ScratchFile(in: "/nowhere") } throws: { error in
            "\(error)".contains("a temporary file in /nowhere: No such file")
                && "\(error)".contains("set TMPDIR")
        }
        #expect { try ScratchFile(in: "/dev/full") } throws: { "\($0)".contains("/dev/full") }
    }

    @Test("No more is taken in a second than is allowed, and time that was not used is not saved up")
    func rate() {
        var limit = RateLimit(bytesPerSecond: 1000)
        #expect(limit.delay(after: 500, at: .seconds(1)) == .milliseconds(500))
        #expect(limit.delay(after: 500, at: .milliseconds(1500)) == .milliseconds(500))
        #expect(
            limit.delay(after: 1000, at: .milliseconds(1600)) == .milliseconds(1400), "two at once share it")
        #expect(limit.delay(after: 100, at: .seconds(60)) == .milliseconds(100), "after a long rest")
    }

    @Test(
        "A rate is written as people write it, and nothing is guessed",
        arguments: [
            ("500kB", 500_000), ("50MB", 50_000_000), ("1GB/s", 1_000_000_000), ("7B", 7), ("50", nil),
            ("", nil),
            ("0MB", nil), ("-1MB", nil), ("1.5MB", nil), ("50mb", nil), ("9999999999999999GB", nil),
        ] as [(String, Int64?)])
    func typedRate(text: String, expected: Int64?) {
        #expect(RateLimit.bytesPerSecond(typed: text) == expected)
    }

    @Test("Offsets are told by range, and those that are too many by their number")
    func tally() throws {
        let numbers = (0..<500).map { "\($0)" }.joined(separator: " ")
        // Every second record is lacking: 250 ranges of one.
        let every2nd = (0..<500).map { $0 % 2 == 0 ? "\($0)" : "." }.joined(separator: " ")
        let found = try difference(Log(numbers), Log(every2nd))
        #expect(found.missing.count == 250 && found.missing.ranges.count == 100)
        #expect(found.missing.words(atMost: 2) == "1, 3 and 248 more")
        #expect(try difference(Log("1 2 3"), Log("")).missing.words() == "0–2")
    }
}
