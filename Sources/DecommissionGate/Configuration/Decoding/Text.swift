/// A scalar whose references are replaced, and what of it may be shown.
struct Text {
    let value: String
    /// As it stands in the file.
    let written: String
    /// Whether a part of the value came from elsewhere: it may be a secret then.
    let isReferenced: Bool
    let place: Place

    /// For messages: what stands in the file, never what a reference brought.
    var shown: String { isReferenced ? "the value of \(written)" : "\"\(written)\"" }

    /// Reports a problem: `"24" has no unit; write 24h`. A mend that repeats the value has
    /// a `blind` form for a value that must not be shown.
    @discardableResult
    func refuse(_ what: String, mend: String? = nil, blind: String? = nil) -> Reported {
        place.refuse("\(shown) \(what)", mend: isReferenced ? blind ?? mend : mend)
    }
}

/// Decoders of single values, to be handed to ``Section``.
extension Place {
    /// A scalar with its references replaced.
    static func text(_ place: Place) throws(Reported) -> Text { try place.text() }

    /// Text that is not blank.
    static func filledText(_ place: Place) throws(Reported) -> String {
        let text = try place.text()
        guard !text.value.allSatisfy(\.isWhitespace) else {
            throw text.refuse("is blank", mend: "write a value or remove the key")
        }
        return text.value
    }

    /// The same for a key that may be left out.
    static func optionalText(_ place: Place) throws(Reported) -> String? { try filledText(place) }

    /// An exception without a reason is one that nobody can judge later.
    static func reason(_ place: Place) throws(Reported) -> String {
        let text = try place.text()
        guard !text.value.allSatisfy(\.isWhitespace) else {
            throw text.refuse("is no reason", mend: reasonMend)
        }
        // A block of text ends with a newline.
        return text.value.trimmingBlanks
    }

    static let reasonMend = "say why, for those who read the report"

    /// One of the raw values of `Choice`.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ place: Place
    ) throws(Reported) -> Choice {
        let text = try place.text()
        if let choice = Choice(rawValue: text.value) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let all = "write " + known.joined(separator: " or ")
        throw text.refuse(
            "is not known",
            mend: nearest(to: text.value, among: known).map { "did you mean \($0)?" } ?? all, blind: all)
    }

    /// A whole number from 1 to 1000.
    static func smallNumber(_ place: Place) throws(Reported) -> Int {
        let text = try place.text()
        guard let number = Int(text.value), (1...1000).contains(number) else {
            throw text.refuse("is no whole number from 1 to 1000")
        }
        return number
    }
}
