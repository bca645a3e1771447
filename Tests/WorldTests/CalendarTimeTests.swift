import Testing
import World

@Suite struct CalendarTimeTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01 00:00:00"), (951_782_399, "2000-02-28 23:59:59"), (951_782_400, "2000-02-29 00:00:00"),
        (1_180_692_482, "2007-06-01 10:08:02"), (1_204_329_599, "2008-02-29 23:59:59"), (4_107_542_400, "2100-03-01 00:00:00"),
        (-1, "1969-12-31 23:59:59"), (2_085_978_496, "2036-02-07 06:28:16"),
    ])
    func countsSecondsBothWays(seconds: Int64, text: String) throws {
        let time = try #require(CalendarTime(text))
        #expect(time.secondsSince1970 == seconds)
        #expect(CalendarTime(secondsSince1970: seconds).description == text)
    }

    @Test(arguments: [
        "", "2007-06-01", "2007-06-31 10:08:02", "2007-02-29 00:00:00", "2007-13-01 00:00:00", "2007-06-01 24:00:00",
        "2007-6-1 10:08:02", "2007-06-01T10:08:02", "2007-06-01 10:08:02 ", "-007-06-01 10:08:02", "2007-06-01 10:08:60",
    ])
    func refusesWhatIsNoTime(text: String) { #expect(CalendarTime(text) == nil) }
}
