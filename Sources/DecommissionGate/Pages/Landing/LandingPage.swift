enum LandingPage {
    static let contentSecurityPolicy = "default-src 'none'"
    static func render(_ document: GatesDocument) -> AgedBytes { AgedBytes(before: [], after: []) }
}
