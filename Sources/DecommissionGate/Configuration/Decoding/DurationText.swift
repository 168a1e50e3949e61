/// A duration as people write it: `30s`, `90m`, `24h`, `1d12h`, `1w`.
enum DurationText {
    /// What is wrong, and the right form.
    struct Problem: Error, Equatable {
        var what: String
        var mend: String
    }

    /// Largest first, in seconds.
    private static let units: [(letter: UInt8, name: String, seconds: Int64)] = [
        (UInt8(ascii: "w"), "week", 604_800), (UInt8(ascii: "d"), "day", 86_400),
        (UInt8(ascii: "h"), "hour", 3600), (UInt8(ascii: "m"), "minute", 60),
        (UInt8(ascii: "s"), "second", 1),
    ]
    /// Beyond this somebody mistook a unit.
    private static let longest: Int64 = 366 * 86_400

    /// Always above zero. `unit` is the one to propose for a number that has none.
    static func parse(_ text: String, unit: Character) throws(Problem) -> Duration {
        if !text.isEmpty, text.utf8.allSatisfy(isDigit) {
            guard text.utf8.contains(where: { $0 != UInt8(ascii: "0") }) else { throw zero }
            throw Problem(what: "has no unit", mend: "write \(text)\(unit)")
        }
        guard let terms = terms(of: text) else { throw unreadable(text) }
        var total: Int64 = 0
        for term in terms {
            guard let number = Int64(term.digits), number <= longest else { throw tooLong }
            total += number * term.seconds
            guard total <= longest else { throw tooLong }
        }
        guard total > 0 else { throw zero }
        return .seconds(total)
    }

    /// Numbers with their units, which must descend; nil where the form is off.
    private static func terms(of text: String) -> [(digits: Substring, seconds: Int64)]? {
        var rest = text.utf8[...]
        var remaining = units[...]
        var terms: [(digits: Substring, seconds: Int64)] = []
        repeat {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            guard !digits.isEmpty, let letter = rest.popFirst(),
                let index = remaining.firstIndex(where: { $0.letter == letter })
            else { return nil }
            terms.append((Substring(digits), remaining[index].seconds))
            remaining = remaining[(index + 1)...]
        } while !rest.isEmpty
        return terms
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static let zero = Problem(what: "is zero", mend: "write a duration above zero, as in 30s")

    private static let tooLong = Problem(what: "is longer than a year", mend: "write at most 366d")

    /// Names the mistake, and the right form where it can be told.
    private static func unreadable(_ text: String) -> Problem {
        if text.contains("-") {
            return Problem(what: "is negative", mend: "write a duration above zero, as in 24h")
        }
        if text.contains(".") || text.contains(",") {
            return Problem(what: "has a fraction", mend: "write whole numbers, as in 1d12h")
        }
        if text.contains(":") { return Problem(what: "is a time of day", mend: "write 24h for 24 hours") }
        if text.contains(where: \.isWhitespace) {
            return Problem(what: "has a space in it", mend: proposal(text.filter { !$0.isWhitespace }))
        }
        if text.hasSuffix("ms"), let number = Int64(text.dropLast(2)) {
            let whole = number >= 1000 && number.isMultiple(of: 1000)
            return Problem(
                what: "is in milliseconds",
                mend: whole ? "write " + Duration.milliseconds(number).compact : "write whole seconds")
        }
        if text.uppercased() == text, text.hasPrefix("P") {
            return Problem(
                what: "is an ISO 8601 duration",
                mend: proposal(text.lowercased().filter { $0 != "p" && $0 != "t" }))
        }
        if text.contains(where: \.isUppercase) {
            return Problem(what: "has a capital letter in it", mend: proposal(text.lowercased()))
        }
        return Problem(what: "is no duration", mend: general)
    }

    private static let general = "write numbers with w, d, h, m or s, the largest first, as in 1d12h"

    /// `form`, if it is one.
    private static func proposal(_ form: String) -> String {
        terms(of: form) == nil ? general : "write \(form)"
    }

    fileprivate static func parts(_ duration: Duration) -> [(number: Int64, letter: Character, name: String)]
    {
        var rest = duration.components.seconds
        return units.dropFirst().compactMap { unit in
            let (number, remainder) = rest.quotientAndRemainder(dividingBy: unit.seconds)
            rest = remainder
            return number == 0 ? nil : (number, Character(Unicode.Scalar(unit.letter)), unit.name)
        }
    }
}

extension Duration {
    /// `1d12h`: the form that a configuration takes. Whole seconds only.
    var compact: String {
        DurationText.parts(self).map { "\($0.number)\($0.letter)" }.joined()
    }

    /// `1 day 12 hours`
    var spelledOut: String {
        DurationText.parts(self)
            .map { "\($0.number) \($0.name)" + ($0.number == 1 ? "" : "s") }
            .joined(separator: " ")
    }
}

extension Place {
    /// A duration above zero, of hours by the look of it: a number without a unit is told so.
    static func hours(_ place: Place) throws(Reported) -> Duration { try place.duration(unit: "h") }

    /// A duration above zero, of seconds by the look of it: a number without a unit is told so.
    static func seconds(_ place: Place) throws(Reported) -> Duration { try place.duration(unit: "s") }

    private func duration(unit: Character) throws(Reported) -> Duration {
        let text = try text()
        do {
            return try DurationText.parse(text.value, unit: unit)
        } catch {
            throw text.refuse(error.what, mend: error.mend, blind: "write it as in 30s, 24h or 1d12h")
        }
    }
}
