/// The page of metrics in both formats. Finished are its parts, compressed: large blocks of series, which both
/// formats share, and what stands between them. An answer is those put together; one that is to go out as it is
/// takes some milliseconds more.
struct MetricsPage: Sendable {
    /// Those that have a series, in their order.
    private let blocks: [MetricBlock]
    private let compressor: any Compressor
    private var parts: [MetricsFormat: [Deflated]] = [:]

    /// One format of the page.
    struct Form: Sendable {
        fileprivate let blocks: [MetricBlock]
        fileprivate let format: MetricsFormat
        fileprivate let compressor: any Compressor
        /// Nil where they could not be compressed.
        fileprivate let parts: [Deflated]?
    }

    /// A family without a series has no header either.
    init(_ blocks: [MetricBlock], _ compressor: any Compressor) {
        self.blocks = blocks.filter { $0.count > 0 }
        self.compressor = compressor
        for format in MetricsFormat.allCases {
            do {
                parts[format] = try form(format).deflated()
            } catch {
                // It goes out as it is.
            }
        }
    }

    var text: Form { form(.text) }
    var openMetrics: Form { form(.openMetrics) }

    func form(_ format: MetricsFormat) -> Form {
        Form(blocks: blocks, format: format, compressor: compressor, parts: parts[format])
    }
}

extension MetricsPage.Form {
    /// The compressed page; nil where it could not be.
    var gzip: [UInt8]? { parts.map { compressor.gzip($0) } }

    /// The page as it is, made anew by each call.
    var plain: [UInt8] {
        get throws {
            var page: [UInt8] = []
            for block in blocks {
                page += block.family.header(format).utf8
                switch block.body {
                case .plain(let lines): page += lines
                case .packed(let part): page += try compressor.inflated(part)
                }
            }
            page += end.utf8
            return page
        }
    }

    /// The page in parts: what is compressed already, and all between in one part each.
    fileprivate func deflated() throws -> [Deflated] {
        var parts: [Deflated] = []
        var between: [UInt8] = []
        for block in blocks {
            between += block.family.header(format).utf8
            switch block.body {
            case .plain(let lines): between += lines
            case .packed(let part):
                parts += [try compressor.deflated(between), part]
                between = []
            }
        }
        between += end.utf8
        return parts + [try compressor.deflated(between)]
    }

    private var end: String {
        switch format {
        case .text: ""
        case .openMetrics: "# EOF\n"
        }
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
