public import DecommissionGate
internal import OwnThread
public import Quiescence
internal import Synchronization

/// Reads where the declared producers point, from their mounted files.
///
/// Each file is opened by its path anew in every survey: a Kubernetes volume swaps a link beneath the path,
/// and what was opened once would show the old content for ever. What cannot be read is unreadable, never
/// empty.
public final class DeclaredProducers: ProducerReader {
    private let sources: [ProducerName: ProducerSource]
    private let patience: Duration
    private let read: @Sendable (_ path: String) throws(UnreadableFile) -> [UInt8]
    /// Reads that have not returned; a hung mount must not cost one more thread in every survey.
    private let hanging = Mutex<Set<ProducerName>>([])

    /// A file that is not read after `patience` is unreadable; `read` is the disk, or a test's.
    public init(
        _ sources: [ProducerName: ProducerSource], patience: Duration = .seconds(5),
        read: @escaping @Sendable (_ path: String) throws(UnreadableFile) -> [UInt8] = FilesOnDisk.contents
    ) {
        self.sources = sources
        self.patience = patience
        self.read = read
    }

    public func readProducers() async -> [ProducerName: Reading<[ServerAddress]>] {
        let deadline = ContinuousClock.now + patience
        return await withTaskGroup(of: (ProducerName, Reading<[ServerAddress]>).self) { group in
            for (name, source) in sources {
                group.addTask { (name, await self.reading(of: name, from: source, until: deadline)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func reading(
        of name: ProducerName, from source: ProducerSource, until deadline: Deadline
    ) async -> Reading<[ServerAddress]> {
        switch source {
        case .file(let path, let key):
            let file = ProducerFile(path: path, key: key)
            return await reading(of: name, from: file, until: deadline)
        case .kubernetes(let source):
            return .unreadable(
                Cause(
                    .unsupported, "ConfigMap \(source.namespace)/\(source.configMap) of producer \(name)",
                    remedy: "mount the ConfigMap and declare the producer with file: {path: …}"))
        }
    }

    private func reading(
        of name: ProducerName, from file: ProducerFile, until deadline: Deadline
    ) async -> Reading<[ServerAddress]> {
        guard hanging.withLock({ $0.insert(name).inserted }) else {
            return .unreadable(file.late("a read that began in an earlier survey has not returned"))
        }
        let read = read
        do throws(OwnThread.CannotStart) {
            let reading = try await OwnThread.run("producers", until: deadline) { [self] in
                let servers = file.servers(read)
                hanging.withLock { _ = $0.remove(name) }
                return servers
            }
            return reading ?? .unreadable(file.late("not read within \(patience)"))
        } catch {
            hanging.withLock { _ = $0.remove(name) }
            return .unreadable(Cause(.refused, "\(file): \(error)", remedy: "raise this process's limits"))
        }
    }
}
