import FoundationEssentials
import Quiescence

/// The keys of a member of `waivers`.
enum WaiverKey: String, SectionKey { case condition, subject, finding, reason, owner, until }

/// Exceptions: findings that do not count, each on somebody's word and until a day.
enum WaiversSection {
    static func decode(_ place: Place) throws(Reported) -> [Waiver] {
        let waivers = try place.list(waiver)
        for (index, waiver) in waivers.enumerated() where waivers[..<index].contains(waiver) {
            throw place.refuse("has a member twice", mend: "keep one of them")
        }
        return waivers
    }

    private static func waiver(_ place: Place) throws(Reported) -> Waiver {
        let section = try Section(place, keys: WaiverKey.self)
        let condition: Condition? = section.readRequired(
            .condition, mend: "write the condition that the finding stands in, as `survey` names it",
            Place.choice)
        let subject = section.readRequired(
            .subject,
            mend: "write what the finding is about, as `survey` names it: orders-0, or orders for all of it",
            Place.filledText)
        let finding = section.read(.finding, or: nil, Place.optionalText)
        let reason = section.readRequired(.reason, mend: Place.reasonMend, Place.reason)
        let owner = section.readRequired(.owner, mend: "say who answers for it", Place.filledText)
        let until = section.readRequired(.until, mend: "write a day, as in 2026-12-01", day)
        guard let condition, let subject, let reason, let owner, let until else { throw Reported() }
        return Waiver(
            condition: condition, subject: subject, finding: finding, reason: reason, owner: owner,
            until: until)
    }

    /// The beginning of a day in UTC: whether or not "until the 1st" means the 1st as well, no exception outlives it.
    private static func day(_ place: Place) throws(Reported) -> WallTime {
        let text = try place.text()
        let isDay =
            text.value.utf8.count == 10
            && text.value.utf8.allSatisfy { $0 == 0x2d || (0x30...0x39).contains($0) }
        guard isDay else { throw text.refuse("is no day", mend: "write year-month-day, as in 2026-12-01") }
        do {
            let date = try Date(text.value, strategy: .iso8601.year().month().day())
            let time = WallTime(millisecondsSince1970: Int64(date.timeIntervalSince1970) * 1000)
            // 2026-02-30 reads as a day of March.
            guard "\(Timestamp(time))".hasPrefix(text.value) else {
                throw text.refuse("is no day of the calendar")
            }
            return time
        } catch let error as Reported {
            throw error
        } catch {
            throw text.refuse("is no day of the calendar")
        }
    }
}
