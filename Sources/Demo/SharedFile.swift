import DecommissionGate
import FoundationEssentials
import Quiescence

/// The one file that holds the bootstrap servers of all producers, in a temporary folder of its own.
struct SharedFile: Sendable {
    private let folder: URL
    static let key = "bootstrap.servers"

    init() throws(DemoError) {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "decommission-gate-demo-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        } catch {
            throw DemoError("cannot create the folder \(folder.path); name one that can be written in TMPDIR")
        }
    }

    var path: String { folder.appending(path: "kafka.properties").path }

    /// Points every producer that is started from now on to `servers`.
    func write(_ servers: [ServerAddress]) throws(DemoError) {
        let list = servers.map(\.description).joined(separator: ",")
        do {
            try Data("\(Self.key)=\(list)\n".utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw DemoError("cannot write \(path); see whether its disk is full")
        }
    }

    /// What a producer that starts now reads there.
    func servers() throws(DemoError) -> [ServerAddress] {
        do {
            let text = String(decoding: try FilesOnDisk.contents(path), as: UTF8.self)
            let value = text.split(separator: "\n").first?.split(separator: "=", maxSplits: 1).last ?? ""
            return try ProducerTarget.servers(in: String(value))
        } catch {
            throw DemoError("cannot read \(path): \(error)")
        }
    }

    /// Removes the folder. What is left behind lies in a temporary place and harms nobody.
    func remove() {
        do { try FileManager.default.removeItem(at: folder) } catch {}
    }
}

/// What the demo could not do, and the mend.
public struct DemoError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
