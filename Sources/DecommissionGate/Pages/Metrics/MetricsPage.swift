/// The page of metrics in both formats. Finished are the series, which both formats share, and what is compressed;
/// a page that goes out as it is is put together from its blocks when it is asked for.
struct MetricsPage: Sendable {
    /// Those that have a series, in their order.
    private let blocks: [MetricBlock]
    private var gzip: [MetricsFormat: [UInt8]] = [:]

    /// One format of the page.
    struct Form: Sendable {
        fileprivate let blocks: [MetricBlock]
        fileprivate let format: MetricsFormat
        /// Nil where it was not compressed.
        let gzip: [UInt8]?
    }

    /// A family without a series has no header either.
    init(_ blocks: [MetricBlock]) { self.blocks = blocks.filter { $0.count > 0 } }

    var text: Form { form(.text) }
    var openMetrics: Form { form(.openMetrics) }

    func form(_ format: MetricsFormat) -> Form {
        Form(blocks: blocks, format: format, gzip: gzip[format])
    }

    /// One format after the other, so that only one page at a time exists as it is.
    mutating func compress(_ gzip: ([UInt8]) -> [UInt8]?) {
        for format in MetricsFormat.allCases { self.gzip[format] = gzip(form(format).plain) }
    }
}

extension MetricsPage.Form {
    /// Its bytes, made anew by each call: a copy of what the blocks hold.
    var plain: [UInt8] {
        let headers = blocks.map { Array($0.family.header(format).utf8) }
        let end =
            switch format {
            case .text: ""
            case .openMetrics: "# EOF\n"
            }
        var page: [UInt8] = []
        page.reserveCapacity(
            zip(headers, blocks).reduce(end.utf8.count) { $0 + $1.0.count + $1.1.lines.count })
        for (header, block) in zip(headers, blocks) {
            page.append(contentsOf: header)
            page.append(contentsOf: block.lines)
        }
        page.append(contentsOf: end.utf8)
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
