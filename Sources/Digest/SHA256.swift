internal import CCrypto

/// SHA-256, piece by piece, through OpenSSL's libcrypto; one value makes any number of digests, one at a time.
public struct SHA256: ~Copyable {
    /// The 256 bits of a digest, as four numbers with the first byte in the highest place.
    public typealias Words = (UInt64, UInt64, UInt64, UInt64)

    /// The library refused: it is out of memory, or was built without SHA-256.
    public struct Refused: Error, Equatable, CustomStringConvertible {
        public var description: String { "libcrypto makes no SHA-256 digest here" }
    }

    private let context: OpaquePointer
    private let method: OpaquePointer

    public init() throws(Refused) {
        // Fetched once: fetching it for every digest costs more than a short digest itself.
        guard let method = EVP_MD_fetch(nil, "SHA256", nil) else { throw Refused() }
        guard let context = EVP_MD_CTX_new() else {
            EVP_MD_free(method)
            throw Refused()
        }
        self.method = method
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(method)
    }

    /// Begins a digest; what an earlier one was fed is forgotten.
    public func begin() throws(Refused) {
        guard EVP_DigestInit_ex2(context, method, nil) == 1 else { throw Refused() }
    }

    /// Feeds `bytes`, which may be empty.
    public func feed(_ bytes: UnsafeRawBufferPointer) throws(Refused) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { throw Refused() }
    }

    /// Feeds `bytes`, which may be none.
    public func feed(_ bytes: [UInt8]) throws(Refused) {
        let isFed = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        guard isFed else { throw Refused() }
    }

    /// Feeds a number, so that what follows cannot be taken for a part of what went before.
    public func feed(_ number: UInt64) throws(Refused) {
        var number = number.bigEndian
        let isFed = withUnsafeBytes(of: &number) { EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        guard isFed else { throw Refused() }
    }

    /// Ends a digest.
    public func finish() throws(Refused) -> Words {
        var words: Words = (0, 0, 0, 0)
        var length: UInt32 = 0
        let isMade = withUnsafeMutableBytes(of: &words) { buffer in
            EVP_DigestFinal_ex(context, buffer.bindMemory(to: UInt8.self).baseAddress, &length) == 1
        }
        guard isMade, length == 32 else { throw Refused() }
        return (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    /// The digest of `bytes`.
    public static func digest(of bytes: [UInt8]) throws(Refused) -> Words {
        let digest = try SHA256()
        try digest.begin()
        try digest.feed(bytes)
        return try digest.finish()
    }
}
