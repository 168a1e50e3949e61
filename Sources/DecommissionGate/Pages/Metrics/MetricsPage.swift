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
    /// The blocks that fit, in their order.
    let kept: [MetricBlock]
    /// Series that were left out.
    let dropped: Int

    /// Families are left out whole: a sum over the part that fits would be a wrong number.
    init(_ blocks: [MetricBlock], room: Int?) {
        guard var room else {
            kept = blocks
            dropped = 0
            return
        }
        var kept: [MetricBlock] = []
        var dropped = 0
        for block in blocks {
            guard block.count <= room else {
                dropped += block.count
                continue
            }
            room -= block.count
            kept.append(block)
        }
        self.kept = kept
        self.dropped = dropped
    }
}
