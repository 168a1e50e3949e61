import DecommissionGate
import FoundationEssentials
import Producers
import Quiescence

/// A directory of a test's own that is laid out as a Kubernetes ConfigMap volume.
final class Volume: Sendable {
    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "producers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(at: root) } catch { print("\(root.path) stays: \(error)") }
    }

    func path(_ name: String) -> String { root.appending(path: name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: root.appending(path: name))
    }

    /// A version of the volume's content, in a directory of its own.
    func addVersion(_ version: String, _ files: [String: String]) throws {
        let directory = root.appending(path: version)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: directory.appending(path: name)) }
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }
}

/// What a producer declared by a file reads as.
func reading(
    _ path: String, key: String? = nil, producer: ProducerName = "shop"
) async -> Reading<[ServerAddress]>? {
    await DeclaredProducers([producer: .file(path: path, key: key)]).readProducers()[producer]
}

/// The cause of an unreadable reading.
func cause(_ reading: Reading<[ServerAddress]>?) -> Cause? {
    switch reading {
    case .unreadable(let cause): cause
    case .known, .absent, nil: nil
    }
}
