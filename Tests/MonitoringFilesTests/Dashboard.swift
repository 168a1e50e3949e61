import Foundation

/// A classic dashboard of Grafana's, as far as it is held to anything. What is not optional here must be written.
struct Dashboard: Decodable {
    static let names = ["gate", "mirror-traffic", "consumers-and-producers", "exporter"]

    struct Source: Decodable, Equatable {
        var type: String
        var uid: String
    }

    struct Variable: Decodable {
        struct Query: Decodable {
            var query: String
        }

        var name: String
        var label: String
        var type: String
        var refresh: Int
        var hide: Int
        var datasource: Source?
        var multi: Bool
        var includeAll: Bool
        var allValue: String?
        /// Of a query variable alone; a data source's is the name of its type.
        var definition: String?
    }

    struct Target: Decodable {
        var datasource: Source
        var expr: String
        var refId: String
        var legendFormat: String
        var instant: Bool
        var range: Bool
    }

    struct Panel: Decodable {
        struct Fields: Decodable {
            struct Defaults: Decodable {
                struct Thresholds: Decodable {
                    var mode: String
                }

                struct Color: Decodable {
                    var mode: String
                }

                struct Mapping: Decodable {
                    struct Value: Decodable {
                        var text: String
                        var color: String
                    }

                    var type: String
                    var options: [String: Value]
                }

                var unit: String
                var noValue: String
                var color: Color
                var thresholds: Thresholds
                var mappings: [Mapping]
            }

            var defaults: Defaults
        }

        struct Place: Decodable {
            var x: Int
            var y: Int
            var w: Int
            var h: Int
        }

        var id: Int
        var type: String
        var title: String
        var description: String
        var datasource: Source
        var fieldConfig: Fields
        var gridPos: Place
        var targets: [Target]
    }

    struct Link: Decodable {
        var type: String
        var title: String
        var tags: [String]
        var url: String
        var includeVars: Bool
        var keepTime: Bool
    }

    struct Templating: Decodable {
        var list: [Variable]
    }

    var uid: String
    var title: String
    var description: String
    var tags: [String]
    var schemaVersion: Int
    var version: Int
    var editable: Bool
    var refresh: String
    var timezone: String
    var links: [Link]
    var templating: Templating
    var panels: [Panel]

    static func path(_ name: String) -> String { "dashboards/\(name).json" }

    static func read(_ name: String) throws -> Dashboard {
        try JSONDecoder().decode(Dashboard.self, from: Data(try Repository.text(path(name)).utf8))
    }

    /// Every target of a dashboard, with the panel that asks it.
    var targets: [(panel: Panel, target: Target)] {
        panels.flatMap { panel in panel.targets.map { (panel, $0) } }
    }
}

extension Dashboard.Target {
    /// As Grafana would ask it with everything selected.
    var expanded: String {
        expr.replacing("$__rate_interval", with: "5m").replacing("$job", with: ".+")
            .replacing("$instance", with: ".+")
    }
}
