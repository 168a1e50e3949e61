import DecommissionGate
import Quiescence

/// Where a report is taken from: a running service, a file, or standard input.
enum ReportOrigin: Sendable {
    case service(GatesClient)
    /// `-` is standard input.
    case file(String)

    /// What was typed.
    init(_ word: String) throws(Failure) {
        self = word.contains("://") ? .service(try GatesClient(word)) : .file(word)
    }

    /// The bytes of a file; nil for a service.
    static func contents(of path: String) throws(Failure) -> [UInt8] {
        guard path != "-" else { return try StandardInput.contents(atMost: SealedReport.maximumSize) }
        do {
            return try FilesOnDisk.contents(path, upTo: SealedReport.maximumSize)
        } catch {
            throw Failure(.configuration, "\(path): \(error.reason)")
        }
    }

    /// The report on `gate`, or the one that the file holds. Nothing of it is judged beyond its digest.
    func report(on gate: Gate?) async throws(Failure) -> SealedReport {
        switch self {
        case .service(let client): return try await client.fetchReport(on: gate ?? .oldBrokers)
        case .file(let path):
            let sealed: SealedReport
            let bytes = try Self.contents(of: path)
            do throws(SealedReport.Flaw) {
                sealed = try SealedReport(reading: bytes, digest: ComparisonState.digest)
            } catch {
                throw Failure(.configuration, "\(path): \(error)")
            }
            guard gate == nil || gate == sealed.report.gate else {
                throw Failure(
                    .usage, "\(path) is the report on \(sealed.report.gate.rawValue); leave --gate out")
            }
            return sealed
        }
    }
}
