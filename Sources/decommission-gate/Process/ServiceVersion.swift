/// What `--version` says.
enum ServiceVersion {
    static let number = "0.1.0"
    /// The commit that this was built from, where whoever builds a release writes it here.
    static let revision = "unknown"
}
