import DecommissionGate
import FoundationEssentials
import Testing

/// The disk as it is: links that a config map swaps, directories, and what never ends.
@Suite struct ConfigurationFilesTests {
    /// Runs `body` with a directory that is gone afterwards.
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/configuration-files-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let result = Result { try body(path) }
        try FileManager.default.removeItem(atPath: path)
        try result.get()
    }

    private func outcome(_ path: String) -> String {
        do {
            return String(decoding: try FilesOnDisk.contents(path), as: UTF8.self)
        } catch {
            return error.reason
        }
    }

    @Test func aLinkIsFollowedToWhereItPointsNow() throws {
        try withDirectory { directory in
            for version in ["v1", "v2"] {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(version)", withIntermediateDirectories: true)
                try Data(version.utf8).write(to: URL(filePath: "\(directory)/\(version)/gate.yaml"))
            }
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: "\(directory)/data", withDestinationPath: "v1")
            try manager.createSymbolicLink(
                atPath: "\(directory)/gate.yaml", withDestinationPath: "data/gate.yaml")
            #expect(outcome("\(directory)/gate.yaml") == "v1")
            try manager.removeItem(atPath: "\(directory)/data")
            #expect(outcome("\(directory)/gate.yaml") == "is a link to nothing")
            try manager.createSymbolicLink(atPath: "\(directory)/data", withDestinationPath: "v2")
            #expect(outcome("\(directory)/gate.yaml") == "v2")
        }
    }

    @Test func aPathIsTakenAsItIsWritten() throws {
        try withDirectory { directory in
            for name in ["with space", "50%25", "ü#?"] {
                try Data(name.utf8).write(to: URL(filePath: directory).appending(path: name))
                #expect(outcome("\(directory)/\(name)") == name)
                #expect(
                    outcome("\(directory)/./../\(directory.split(separator: "/").last ?? "")/\(name)") == name
                )
            }
        }
    }

    @Test func whatIsNoFileIsToldAndNotWaitedFor() throws {
        try withDirectory { directory in
            #expect(outcome(directory) == "is a directory")
            #expect(outcome("\(directory)/none") == "does not exist")
            #expect(outcome("/dev/zero") == "is no regular file")
            try Data(count: (1 << 20) + 1).write(to: URL(filePath: "\(directory)/large"))
            #expect(outcome("\(directory)/large") == "is larger than 1048576 bytes")
        }
    }
}
