import Registry
import Testing

@Suite struct ValuesDateTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2026-03-01", 20513),
        ("1900-03-01", -25508), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func `a day is a number of days since 1970 and back`(text: String, days: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days)?.description == text)
    }

    @Test func `every day of four centuries follows the one before it`() throws {
        let first = try #require(CivilDate("1799-12-31")).daysSince1970
        var (year, month, day) = (1799, 12, 31)
        for number in first + 1...first + 146_097 * 2 {
            day += 1
            if day > CivilDate.daysInMonth(year: year, month: month) {
                (month, day) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
            let date = try #require(CivilDate(daysSince1970: number))
            guard date.components == (year, month, day),
                CivilDate(year: year, month: month, day: day) == date
            else {
                Issue.record("\(date) is not \(year)-\(month)-\(day)")
                return
            }
        }
    }

    @Test(arguments: ["2014", "2014-03", "2014-03-09", "2024-02-29", "0001", "9999-12-31"])
    func `a date is written as far as it is known`(text: String) throws {
        #expect(try PartialDate(text).description == text)
        #expect(try PartialDate(arabicIndic(text)).description == text)
    }

    @Test(arguments: [
        ("2023-02-29", PartialDate.Problem.day(29, year: 2023, month: 2)),
        ("1900-02-29", .day(29, year: 1900, month: 2)),
        ("2020-04-31", .day(31, year: 2020, month: 4)),
        ("2020-13", .month(13)), ("2020-00", .month(0)),
        ("2020-01-00", .day(0, year: 2020, month: 1)),
        ("0000", .year(0)), ("", .form), ("20", .form), ("2020-1-1", .form), ("2020/01/01", .form),
        ("2020-01-01 ", .form), ("+202", .form), ("2020-01-01T", .form), ("-", .form),
    ])
    func `what no calendar has is not a date`(text: String, problem: PartialDate.Problem) {
        #expect(throws: problem) { try PartialDate(text) }
    }

    @Test(arguments: [
        ("2014", "2015", PartialDate.Order.before), ("2014", "2014-03", .unknown),
        ("2014-03", "2014-04-01", .before), ("2014-05", "2014-04-30", .after),
        ("2014-03-09", "2014-03-09", .same), ("2014", "2014", .unknown),
    ])
    func `dates are compared only as far as they are known`(
        left: String, right: String, order: PartialDate.Order
    ) throws {
        #expect(try PartialDate(left).order(to: PartialDate(right)) == order)
    }

    @Test func `dates are sorted like their texts`() throws {
        let texts = ["2014", "2013-12-31", "2014-03", "2014-03-09", "2014-01-01", "0999"]
        #expect(try texts.map { try PartialDate($0) }.sorted().map(\.description) == texts.sorted())
    }

    @Test(arguments: [
        ("2008-03-01", "2026-03-01", 18), ("2008-03-02", "2026-03-01", 17),
        ("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18),
        ("2008", "2026-03-01", 17), ("2008-03", "2026-03-31", 18), ("2026-03-01", "2026-03-01", 0),
        ("2026-03-02", "2026-03-01", nil), ("2026", "2026-03-01", nil),
    ])
    func `the age is that which the person has surely reached`(
        birth: String, day: String, age: Int?
    ) throws {
        #expect(try PartialDate(birth).age(on: #require(CivilDate(day))) == age)
    }

    @Test func `the age of a year of birth is a range`() throws {
        let day = try #require(CivilDate("2026-03-01"))
        #expect(try PartialDate("2008").ageRange(on: day) == 17...18)
        #expect(try PartialDate("2008-03-01").ageRange(on: day) == 18...18)
        #expect(try PartialDate("2026").ageRange(on: day) == 0...0)
        #expect(try PartialDate("2027").ageRange(on: day) == nil)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2026-03-01T08:15:00.250Z", 1_772_352_900_250),
        ("1969-12-31T23:59:59.999Z", -1), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `an instant is milliseconds and back`(text: String, milliseconds: Int64) throws {
        #expect(try Instant(text).milliseconds == milliseconds)
        #expect(Instant(milliseconds: milliseconds)?.description == text)
    }

    @Test(arguments: [
        ("2026-03-01T11:15:00+03:00", "2026-03-01T08:15:00.000Z"),
        ("2026-03-01T08:15:00.5Z", "2026-03-01T08:15:00.500Z"),
        ("2026-03-01T08:15:00.123456789Z", "2026-03-01T08:15:00.123Z"),
        ("2026-02-28T23:00:00-09:30", "2026-03-01T08:30:00.000Z"),
    ])
    func `an instant in another zone is the same in UTC`(text: String, utc: String) throws {
        #expect(try Instant(text).description == utc)
    }

    @Test(arguments: [
        ("2026-03-01", Instant.Problem.form), ("2026-03-01T08:15:00", .form), ("", .form),
        ("2026-03-01T08:15:00.Z", .form), ("2026-03-01T24:00:00Z", .range),
        ("2026-02-29T00:00:00Z", .range), ("2026-03-01T08:15:00+0300", .form),
    ])
    func `what is not a moment is refused`(text: String, problem: Instant.Problem) {
        #expect(throws: problem) { try Instant(text) }
    }

    @Test func `the civil day of a moment depends on the zone`() throws {
        let moment = try Instant("2026-02-28T22:30:00Z")
        #expect(moment.date().description == "2026-02-28")
        #expect(moment.date(offsetMinutes: 180).description == "2026-03-01")
        #expect(try Instant("1969-12-31T22:30:00Z").date(offsetMinutes: 180).daysSince1970 == 0)
    }
}
