import Foundation
import FoundationNetworking
import TestKafka

/// GET `path`, query and all, from a `host:port`; an answer of any status is one.
func fetch(
    _ path: String, from address: String, headers: [String: String] = [:]
) async throws -> (status: Int, body: String) {
    guard let url = URL(string: "http://\(address)\(path)") else { throw TestKafkaError("no URL: \(path)") }
    var request = URLRequest(url: url, timeoutInterval: 5)
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await URLSession.shared.data(for: request)
    guard let answer = response as? HTTPURLResponse else { throw TestKafkaError("no HTTP answer") }
    return (answer.statusCode, String(decoding: data, as: UTF8.self))
}
