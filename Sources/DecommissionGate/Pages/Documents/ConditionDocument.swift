public import Quiescence

/// One condition: what it came to, and for how long.
public struct ConditionDocument: Codable, Sendable, Equatable {
    public internal(set) var condition: Condition
    public internal(set) var state: ConditionState
    /// When it came into this state; null before the first survey and when stale.
    @Nullable public internal(set) var since: Timestamp?
    public internal(set) var observedSeconds: Double
    @Nullable public internal(set) var lastViolation: Timestamp?
    /// What was looked at.
    public internal(set) var summary: String
    /// Why it is unknown; null in every other state.
    @Nullable public internal(set) var cause: DoubtDocument?
    /// What makes it fail, the largest first. Of a stale document: as last seen. A service lists no more than
    /// ``Press/listed`` of them, and as many of doubts and notes; the totals count all.
    public internal(set) var offenders: [OffenderDocument]
    public internal(set) var offendersTotal: Int
    /// What could not be judged, beside what fails too. Of a stale document: as last seen.
    public internal(set) var doubts: [DoubtDocument]
    public internal(set) var doubtsTotal: Int
    /// What an operator should know and what shuts nothing.
    public internal(set) var notes: [String]
    public internal(set) var notesTotal: Int
    /// Exceptions of the configuration that cover something here.
    public internal(set) var waivers: [WaiverDocument]
}

/// Something that makes a condition fail.
public struct OffenderDocument: Codable, Sendable, Equatable {
    public internal(set) var subject: String
    public internal(set) var detail: String
    @Nullable public internal(set) var since: Timestamp?
    @Nullable public internal(set) var exemption: ExemptionDocument?
}

/// Something that could not be judged.
public struct DoubtDocument: Codable, Sendable, Hashable {
    public internal(set) var subject: String
    /// What kind of obstacle.
    public internal(set) var kind: String
    /// What was asked and what came back.
    public internal(set) var detail: String
    /// What to do about it: one sentence.
    public internal(set) var whatToDo: String
    @Nullable public internal(set) var since: Timestamp?
    @Nullable public internal(set) var exemption: ExemptionDocument?
}

/// An exception that the configuration makes.
public struct WaiverDocument: Codable, Sendable, Equatable {
    public internal(set) var subject: String
    public internal(set) var reason: String
    public internal(set) var owner: String
    public internal(set) var until: Timestamp
    /// What was found and does not count by it, each in words: the first of them.
    public internal(set) var findings: [String]
    public internal(set) var findingsTotal: Int
}

extension WaiverDocument {
    /// Each waiver once, with what it covers.
    static func all(in waived: [Waived], listing most: Int) -> [WaiverDocument] {
        Dictionary(grouping: waived, by: \.waiver)
            .map { waiver, covered in
                let findings = covered.map { "\($0.subject): \($0.detail)" }.sorted()
                return WaiverDocument(
                    subject: waiver.subject, reason: waiver.reason, owner: waiver.owner,
                    until: Timestamp(waiver.until), findings: Array(findings.prefix(most)),
                    findingsTotal: findings.count)
            }
            .sorted { ($0.subject, $0.until, $0.reason) < ($1.subject, $1.until, $1.reason) }
    }

    /// What it covers, the first of many.
    var covers: String {
        let unlisted = findingsTotal - findings.count
        return findings.joined(separator: "; ") + (unlisted > 0 ? "; and \(grouped(unlisted)) more" : "")
    }

    /// In one line, for people.
    public var line: String {
        "\(counted(findingsTotal, "finding")) waived: \(subject), until \("\(until)".prefix(10)), by \(owner): \(reason)"
    }
}

extension ConditionDocument {
    /// - Parameter most: How many offenders, doubts and notes are listed, of each the first.
    init(_ verdict: ConditionVerdict, listing most: Int) {
        let finding = verdict.finding
        let doubts = finding.doubts.prefix(most).map { doubt in
            DoubtDocument(doubt.subject, doubt.cause, since: doubt.since, exemption: doubt.exemption)
        }
        let offenders = finding.offenders.sorted { left, right in
            left.size == right.size ? left.subject < right.subject : left.size > right.size
        }
        self.init(
            condition: verdict.condition, state: finding.state, since: Timestamp(verdict.since),
            observedSeconds: verdict.observed.inSeconds,
            lastViolation: verdict.lastViolation.map { Timestamp($0) }, summary: finding.summary,
            cause: finding.state == .unknown ? doubts.first : nil,
            offenders: offenders.prefix(most).map { offender in
                OffenderDocument(
                    subject: offender.subject, detail: offender.detail,
                    since: offender.since.map { Timestamp($0) },
                    exemption: offender.exemption.map { ExemptionDocument($0) })
            },
            offendersTotal: offenders.count, doubts: doubts, doubtsTotal: finding.doubts.count,
            notes: Array(finding.notes.prefix(most)), notesTotal: finding.notes.count,
            waivers: WaiverDocument.all(in: finding.waived, listing: most))
    }

    /// Whose obstacle it is where nothing can be judged: no topic, no group, no cluster.
    static let service = "survey"

    /// A condition of which nothing is known, for a reason that lies with this service.
    init(_ condition: Condition, unknownBecause cause: Cause) {
        self.init(
            condition: condition, state: .unknown, since: nil, observedSeconds: 0, lastViolation: nil,
            summary: "", cause: DoubtDocument(Self.service, cause, since: nil), offenders: [],
            offendersTotal: 0,
            doubts: [], doubtsTotal: 0, notes: [], notesTotal: 0, waivers: [])
    }

    /// What is left of it when the survey is too old: what was seen last, and no judgement.
    func unknown(because cause: Cause) -> ConditionDocument {
        var copy = self
        copy.state = .unknown
        copy.since = nil
        copy.cause = DoubtDocument(Self.service, cause, since: nil)
        return copy
    }
}

extension ConditionDocument {
    /// How many more there are than are listed; never below 0, whatever a document says that was read back.
    var offendersUnlisted: Int { max(0, offendersTotal - offenders.count) }
    var doubtsUnlisted: Int { max(0, doubtsTotal - doubts.count) }
    var notesUnlisted: Int { max(0, notesTotal - notes.count) }
}

extension DoubtDocument {
    init(_ subject: String, _ cause: Cause, since: WallTime?, exemption: Exemption? = nil) {
        self.init(
            subject: subject, kind: cause.kind.rawValue, detail: cause.detail, whatToDo: cause.remedy,
            since: since.map { Timestamp($0) }, exemption: exemption.map { ExemptionDocument($0) })
    }
}
