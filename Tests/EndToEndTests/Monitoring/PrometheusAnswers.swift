import TestKafka

/// What every answer comes in.
struct PrometheusEnvelope<Value: Decodable>: Decodable {
    var data: Value?
    /// Why there is none.
    var error: String?
}

/// One element of what an expression comes to.
struct PrometheusSample: Decodable, Sendable {
    var labels: [String: String]
    var value: Double

    enum CodingKeys: String, CodingKey { case labels = "metric", value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        labels = try container.decode([String: String].self, forKey: .labels)
        value = try container.decode(Stamped.self, forKey: .value).value
    }

    init(_ value: Double) {
        labels = [:]
        self.value = value
    }

    /// A moment, and a number written as text, NaN and infinities too.
    fileprivate struct Stamped: Decodable {
        var value: Double

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            _ = try container.decode(Double.self)
            let text = try container.decode(String.self)
            guard let value = Double(text) else { throw TestKafkaError("no number: \(text)") }
            self.value = value
        }
    }
}

/// `data` of `/api/v1/query`.
struct PrometheusResult: Decodable, Sendable {
    var result: [PrometheusSample]

    enum CodingKeys: CodingKey { case resultType, result }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .resultType) {
        case "vector": result = try container.decode([PrometheusSample].self, forKey: .result)
        case "scalar":
            result = [
                PrometheusSample(try container.decode(PrometheusSample.Stamped.self, forKey: .result).value)
            ]
        case let type: throw TestKafkaError("an instant query came to a \(type)")
        }
    }
}

/// One of `/api/v1/alerts`.
struct PrometheusAlert: Decodable, Sendable {
    var labels: [String: String]
    var annotations: [String: String]
    /// `pending` or `firing`.
    var state: String

    var name: String { labels["alertname"] ?? "" }
}

/// One of `/api/v1/rules`.
struct PrometheusRule: Decodable, Sendable {
    var name: String
    /// `ok`, `err` or, before its first evaluation, `unknown`.
    var health: String
    var lastError: String?
}
