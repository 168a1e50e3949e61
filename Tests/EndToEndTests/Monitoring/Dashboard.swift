import Foundation
import TestKafka

/// A dashboard of the repository, as far as its expressions go.
struct Dashboard: Decodable, Sendable {
    var title: String
    var panels: [Panel]
    var templating: Templating

    struct Panel: Decodable, Sendable {
        var title: String?
        var targets: [Target]?
        /// Of a row that is folded.
        var panels: [Panel]?

        /// Itself and what is folded into it.
        var all: [Panel] { [self] + (panels ?? []).flatMap(\.all) }
    }

    struct Target: Decodable, Sendable {
        var refId: String
        var expr: String?
    }

    struct Templating: Decodable, Sendable { var list: [Variable] }

    struct Variable: Decodable, Sendable {
        var name: String
        var type: String
        var multi: Bool?
        var includeAll: Bool?
        var allValue: String?
        var query: Query?
    }

    /// A variable's query: text, or text within an object.
    struct Query: Decodable, Sendable {
        var text: String

        init(from decoder: any Decoder) throws {
            struct Wrapped: Decodable { var query: String }
            do {
                text = try decoder.singleValueContainer().decode(String.self)
            } catch is DecodingError {
                text = try Wrapped(from: decoder).query
            }
        }
    }

    /// Every dashboard of the repository.
    static func all() throws -> [Dashboard] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.path("dashboards"))
            .filter { $0.hasSuffix(".json") }.sorted()
        return try names.map { name in
            let file = URL(fileURLWithPath: Repository.path("dashboards/\(name)"))
            return try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: file))
        }
    }

    /// The expressions of its panels, in their order.
    var expressions: [PanelExpression] {
        panels.flatMap(\.all).flatMap { panel in
            (panel.targets ?? []).compactMap { target in
                target.expr.map {
                    PanelExpression(
                        place: PanelPlace(title, panel.title ?? "", target.refId), text: $0)
                }
            }
        }
    }
}

/// One expression of a panel, with Grafana's variables in it.
struct PanelExpression: Sendable {
    var place: PanelPlace
    var text: String
}

/// Where an expression stands.
struct PanelPlace: Hashable, Sendable, CustomStringConvertible {
    var dashboard: String
    var panel: String
    var refID: String

    init(_ dashboard: String, _ panel: String, _ refID: String) {
        self.dashboard = dashboard
        self.panel = panel
        self.refID = refID
    }

    var description: String { "\(dashboard) / \(panel) / \(refID)" }
}

/// Files that people take from this repository.
enum Repository {
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).appending(path: "../../../../\(name)").standardizedFileURL.path
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }
}
