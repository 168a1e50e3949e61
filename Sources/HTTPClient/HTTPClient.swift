public import DecommissionGate
internal import OwnThread

/// Asks other services over HTTP and HTTPS, through libcurl; each request on a thread of its own.
public struct HTTPClient: Sendable {
    private let bodyLimit: Int

    /// A body of more than `bodyLimit` bytes is an error, not a truncated answer.
    public init(bodyLimit: Int = 16 << 20) { self.bodyLimit = bodyLimit }

    /// The response to a GET, whatever its status; its headers as they came, but for lower-case names.
    ///
    /// Redirects are not followed: they would take the headers, a token among them, to another host.
    /// Credentials in `url` are sent as basic authentication and appear in no error. Ends when the task is
    /// cancelled.
    public func get(
        _ url: String, timeout: Duration, headers: [HTTPHeader] = []
    ) async throws(HTTPClientError) -> HTTPResponse {
        let target = try Target(url)
        let transfer = Transfer(target: target, timeout: timeout, headers: headers, bodyLimit: bodyLimit)
        // libcurl keeps the deadline itself, but for a resolver that hangs: it waits for that one to end.
        let deadline = ContinuousClock.now + timeout + .milliseconds(500)
        let outcome = await withTaskCancellationHandler {
            await perform(transfer, until: deadline)
        } onCancel: {
            transfer.cancel()
        }
        do throws(HTTPClientError.Reason) {
            return try outcome.get()
        } catch {
            throw HTTPClientError(url: target.shown, reason: error)
        }
    }

    private func perform(
        _ transfer: Transfer, until deadline: ContinuousClock.Instant
    ) async -> Result<HTTPResponse, HTTPClientError.Reason> {
        do throws(OwnThread.CannotStart) {
            let outcome = try await OwnThread.run("http-get", until: deadline) { transfer.perform() }
            return outcome ?? .failure(.timedOut)
        } catch {
            return .failure(.unable("\(error)"))
        }
    }
}
