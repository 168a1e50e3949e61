internal import DecommissionGate
internal import Quiescence
internal import YAML

/// A producer's mounted file and the key in it.
struct ProducerFile: Sendable, CustomStringConvertible {
    let path: String
    /// nil where the whole file is the value.
    let key: String?

    var description: String { key.map { "\($0) in \(path)" } ?? path }

    /// What the file says now. Blocks.
    func servers(
        _ read: (_ path: String) throws(UnreadableFile) -> [UInt8]
    ) -> Reading<[ServerAddress]> {
        do throws(Obstacle) {
            try refuseMountByItself(read)
            let text = try value(in: try content(read))
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw Obstacle(.malformed, "\(self) is empty", "write the producer's bootstrap servers there")
            }
            return .known(try addresses(in: text))
        } catch {
            return .unreadable(error.cause)
        }
    }

    /// A read that takes too long.
    func late(_ what: String) -> Cause {
        Cause(.timedOut, "\(self): \(what)", remedy: "see whether the volume it is mounted from hangs")
    }

    /// Kubernetes' `subPath` and Docker's `-v FILE:FILE` pin the file that stood there when the container
    /// started: what replaces it outside is never seen here, and a producer that was turned back would go on
    /// looking moved.
    private func refuseMountByItself(
        _ read: (_ path: String) throws(UnreadableFile) -> [UInt8]
    ) throws(Obstacle) {
        let mounts: MountTable
        do throws(UnreadableFile) {
            mounts = MountTable(try read(MountTable.path))
        } catch {
            throw Obstacle(
                .unsupported,
                "\(path): whether it can change cannot be told, for \(MountTable.path) \(error.reason)",
                "let this process read \(MountTable.path)")
        }
        guard !mounts.hasMount(at: path) else {
            throw Obstacle(
                .unsupported, "\(path) is mounted by itself (subPath), and stays as it was at that time",
                "mount the directory that holds it")
        }
    }

    private func content(
        _ read: (_ path: String) throws(UnreadableFile) -> [UInt8]
    ) throws(Obstacle) -> [UInt8] {
        do throws(UnreadableFile) {
            return try read(path)
        } catch {
            throw Obstacle(
                .missing, "\(path) \(error.reason)",
                "mount it; while a volume is swapped it may be missing for a moment")
        }
    }

    private func value(in bytes: [UInt8]) throws(Obstacle) -> String {
        guard let key else {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Obstacle(
                    .malformed, "\(path) is no UTF-8 text", "write host:port there and nothing else")
            }
            return text
        }
        do throws(FormatProblem) {
            return try Format(path: path).value(of: key, in: bytes)
        } catch {
            switch error {
            case .noSuchKey:
                throw Obstacle(
                    .missing, "\(self): there is no such key", "write it there, or correct the configured key"
                )
            case .malformed(let what, let mend): throw Obstacle(.malformed, "\(self): \(what)", mend)
            case .ambiguous:
                throw Obstacle(.contradiction, "\(self): it stands there twice", "keep one of them")
            case .unknownForm:
                throw Obstacle(
                    .unsupported, "\(self): the ending does not say how to find a key",
                    "use .properties, .env, .yaml, .yml or .json")
            }
        }
    }

    private func addresses(in text: String) throws(Obstacle) -> [ServerAddress] {
        do throws(ProducerTarget.Unreadable) {
            return try ProducerTarget.servers(in: text)
        } catch {
            throw Obstacle(.malformed, "\(self) \(error.what)", error.mend)
        }
    }
}

/// A cause on its way out.
private struct Obstacle: Error {
    let cause: Cause

    init(_ kind: Cause.Kind, _ detail: String, _ remedy: String) {
        cause = Cause(kind, detail, remedy: remedy)
    }
}
