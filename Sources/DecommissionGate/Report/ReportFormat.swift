/// The forms of a report. All are made from one value, and people's forms name the digest of the one in JSON.
public enum ReportFormat: String, CaseIterable, Sendable {
    /// For machines, and for `verify`.
    case json
    /// For people: a page that stands alone.
    case html
    /// For a ticket.
    case markdown

    public func bytes(of report: SealedReport) -> [UInt8] {
        switch self {
        case .json: report.bytes
        case .html: ReportPage.render(ReportProse.all(of: report, most: .max), title: report.report.title)
        case .markdown:
            // A ticket has an end: GitHub's comes after 65,536 letters.
            Array(Markdown.render(ReportProse.all(of: report, most: 200)).utf8)
        }
    }
}
