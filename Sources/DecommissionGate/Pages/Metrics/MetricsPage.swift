/// The page of metrics in both formats, finished.
struct MetricsPage: Sendable, Equatable {
    private(set) var text: Form
    private(set) var openMetrics: Form

    /// One format's bytes.
    struct Form: Sendable, Equatable {
        var plain: [UInt8]
        /// Nil where it was not compressed.
        var gzip: [UInt8]?
    }

    init(_ blocks: [MetricBlock]) {
        text = Form(plain: Self.bytes(blocks, .text))
        openMetrics = Form(plain: Self.bytes(blocks, .openMetrics))
    }

    func form(_ format: MetricsFormat) -> Form {
        switch format {
        case .text: text
        case .openMetrics: openMetrics
        }
    }

    mutating func compress(_ gzip: ([UInt8]) -> [UInt8]?) {
        text.gzip = gzip(text.plain)
        openMetrics.gzip = gzip(openMetrics.plain)
    }

    /// A family without a series has no header either.
    private static func bytes(_ blocks: [MetricBlock], _ format: MetricsFormat) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(blocks.reduce(64) { $0 + $1.lines.count + 512 })
        for block in blocks where block.count > 0 {
            page.append(contentsOf: block.family.header(format).utf8)
            page.append(contentsOf: block.lines)
        }
        switch format {
        case .text: break
        case .openMetrics: page.append(contentsOf: "# EOF\n".utf8)
        }
        return page
    }
}

/// What the ceiling on series leaves of the detail.
struct DetailBudget {
    /// The blocks that fit, in their order, behind the one that counts what does not.
    let blocks: [MetricBlock]

    /// `room` is for that count too; nil for no ceiling.
    ///
    /// Families are left out whole: a sum over the part that fits would be a wrong number.
    init(_ detail: [MetricBlock], room: Int?) {
        var kept: [MetricBlock] = []
        var dropped = 0
        var left = room.map { $0 - 1 } ?? .max
        for block in detail {
            guard block.count <= left else {
                dropped += block.count
                continue
            }
            left -= block.count
            kept.append(block)
        }
        blocks = [MetricBlock(Self.dropped, .count(dropped))] + kept
    }

    private static let dropped = MetricFamily.gauge(
        "decommission_series_dropped",
        help: "Series left out of this page by its ceiling, in whole families of detail.")
}
