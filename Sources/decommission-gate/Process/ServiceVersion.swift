/// What `--version` says.
enum ServiceVersion {
    static let number = "0.1.0"
}
