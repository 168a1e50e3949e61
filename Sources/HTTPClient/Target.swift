internal import CCurl

/// A URL that may be asked.
struct Target: Sendable {
    /// As it was given.
    let url: String
    /// Without credentials, query and fragment: what may be printed.
    let shown: String
    /// Whether it is this machine, which no proxy should be asked for.
    let isLoopback: Bool

    /// Takes `http` and `https` only.
    init(_ url: String) throws(HTTPClientError) {
        let parsed = ParsedURL()
        let code = parsed.parse(url)
        guard code == CURLUE_OK, let scheme = parsed.part(CURLUPART_SCHEME),
            let host = parsed.part(CURLUPART_HOST)
        else {
            // What cannot be parsed cannot be cleaned of a password either.
            let words = code == CURLUE_OK ? "it has no host" : String(cString: curl_url_strerror(code))
            throw HTTPClientError(url: url.contains("@") ? "the URL" : url, reason: .malformedURL(words))
        }
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT] {
            parsed.remove(part)
        }
        shown = parsed.part(CURLUPART_URL) ?? "\(scheme)://\(host)"
        guard scheme == "http" || scheme == "https" else {
            throw HTTPClientError(url: shown, reason: .unsupportedScheme(scheme))
        }
        self.url = url
        isLoopback = host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
    }
}

/// The owner of libcurl's parsed URL.
private struct ParsedURL: ~Copyable {
    private let handle = curl_url()

    deinit { curl_url_cleanup(handle) }

    func parse(_ url: String) -> CURLUcode {
        curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME))
    }

    func remove(_ part: CURLUPart) { curl_url_set(handle, part, nil, 0) }

    func part(_ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
