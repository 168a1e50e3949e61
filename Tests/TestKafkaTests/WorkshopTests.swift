import Foundation
import Testing

@testable import TestKafka

struct WorkshopTests {
    /// The lifeline closes in the same way when the test process dies.
    @Test func nothingOutlivesItsLastReference() async throws {
        var workshop: Workshop? = try Workshop()
        let directory = try #require(workshop?.directory)
        let stubborn = try #require(
            try workshop?.start("stubborn", ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"]))
        workshop = nil
        try await eventually("the process is dead") { stubborn.hasEnded }
        try await eventually("the directory is gone") {
            !FileManager.default.fileExists(atPath: directory)
        }
    }

    @Test func noPortIsGivenTwice() throws {
        let reservations = try (0..<100).map { _ in try PortReservation() }
        #expect(Set(reservations.map(\.port)).count == 100)
        #expect(reservations.allSatisfy { $0.port < 32_768 })
    }

    @Test func aBackslashReachesJava() {
        #expect(propertiesFile(["topics": #"a\..*"#]) == #"topics=a\\..*"# + "\n")
    }
}
