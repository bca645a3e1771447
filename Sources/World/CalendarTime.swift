/// A date and a time of the Gregorian calendar, without a zone.
public struct CalendarTime: Hashable, Sendable {
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int

    /// Nil for a day that there is not, or such a time.
    public init?(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second), CalendarTime(secondsSince1970: secondsSince1970) == self
        else { return nil }
    }

    /// Of the proleptic calendar, as days from 1 March of year 0, on which leap days fall at a year's end.
    public init(secondsSince1970 seconds: Int64) {
        let time = Int((seconds % 86_400 + 86_400) % 86_400)
        let days = Int((seconds - Int64(time)) / 86_400) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
    }

    public var secondsSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// Two digits each, but of the year: `2007-06-01 10:08:02`.
    public init?(_ text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let numbers =
            parts[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            + parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        let known = numbers.compactMap(\.self)
        guard known.count == 6, numbers.count == 6, known.allSatisfy({ $0 >= 0 }) else { return nil }
        self.init(known[0], known[1], known[2], known[3], known[4], known[5])
        guard description == text else { return nil }
    }
}

extension CalendarTime: CustomStringConvertible {
    public var description: String {
        func digits(_ number: Int, _ count: Int = 2) -> String {
            String(repeating: "0", count: max(0, count - String(number).count)) + String(number)
        }
        let date = [digits(year, 4), digits(month), digits(day)].joined(separator: "-")
        return date + " " + [hour, minute, second].map { digits($0) }.joined(separator: ":")
    }
}
