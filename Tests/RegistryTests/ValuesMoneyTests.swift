import Registry
import Testing

@Suite struct ValuesMoneyTests {
    @Test(arguments: [("IQD", 3), ("TRY", 2), ("ZAR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3)])
    func `a currency has the decimals of ISO 4217`(code: String, exponent: Int) throws {
        #expect(try Currency(code).exponent == exponent)
    }

    @Test(arguments: ["", "iqd", "IQ", "XXX", "DEM", "XAU"])
    func `what ISO 4217 does not list as money is no currency`(code: String) {
        #expect(throws: Currency.Problem.unknown(code)) { try Currency(code) }
    }

    @Test(arguments: [
        (Int64(150_000_000), "IQD", "150000.000"), (-5, "TRY", "-0.05"), (0, "ZAR", "0.00"),
        (7, "JPY", "7"), (.max, "IQD", "9223372036854775.807"),
        (.min, "IQD", "-9223372036854775.808"),
    ])
    func `an amount is written and read with all its decimals`(
        minor: Int64, code: String, text: String
    ) throws {
        let money = Money(amountMinor: minor, currency: try Currency(code))
        #expect(money.decimalText == text)
        #expect(try Money(text, currency: money.currency) == money)
        #expect(try Money(arabicIndic(text), currency: money.currency) == money)
    }

    @Test(arguments: [
        (Int64(1_234_000), 0, "1234"), (1_234_000, 3, "1234.000"), (1_234_000, 2, "1234.00"),
        (1_234_000, 5, "1234.00000"), (1_234_500, 1, "1234.5"), (-1_000, 0, "-1"),
    ])
    func `decimals are shown as many as asked for`(minor: Int64, digits: Int, text: String) throws {
        let money = Money(amountMinor: minor, currency: .iraqiDinar)
        #expect(try money.decimalText(fractionDigits: digits) == text)
    }

    @Test func `a fraction is never rounded away`() {
        let money = Money(amountMinor: 1_234_500, currency: .iraqiDinar)
        #expect(throws: Money.Problem.fraction(digits: 0)) {
            try money.decimalText(fractionDigits: 0)
        }
        #expect(!money.isPayable)
        #expect(Money(amountMinor: 1_234_000, currency: .iraqiDinar).isPayable)
    }

    @Test(arguments: [
        ("", Money.Problem.form), ("1,000", .form), ("1.2.3", .form), (".5", .form), ("5.", .form),
        ("-", .form), ("+5", .form), ("1e3", .form), ("0x10", .form),
        ("1.2345", .decimals(.iraqiDinar)),
        ("9223372036854775.808", .overflow), ("99999999999999999999", .overflow),
    ])
    func `what is not an amount is refused`(text: String, problem: Money.Problem) {
        #expect(throws: problem) { try Money(text, currency: .iraqiDinar) }
    }

    @Test func `the decimal separator of Arabic is understood`() throws {
        #expect(try Money("١٢٫٥", currency: .turkishLira).amountMinor == 1250)
    }

    @Test func `zeros beyond the decimals of the currency are no harm`() throws {
        #expect(try Money("12.3400000", currency: .turkishLira).amountMinor == 1234)
    }

    @Test func `what does not fit is an error and never another amount`() throws {
        let most = Money(amountMinor: .max, currency: .turkishLira)
        let one = Money(amountMinor: 1, currency: .turkishLira)
        let least = Money(amountMinor: .min, currency: .turkishLira)
        #expect(throws: Money.Problem.overflow) { try most.adding(one) }
        #expect(throws: Money.Problem.overflow) { try least.subtracting(one) }
        #expect(throws: Money.Problem.overflow) { try most.multiplied(by: 2) }
        #expect(throws: Money.Problem.overflow) {
            try Money(units: .max / 2, currency: .turkishLira)
        }
        #expect(throws: Money.Problem.overflow) {
            try Money.sum([most, one], currency: .turkishLira)
        }
        #expect(try Money(units: 3, currency: .turkishLira).multiplied(by: -2).amountMinor == -600)
    }

    @Test func `two currencies have no sum`() throws {
        let dinars = try Money(units: 1, currency: .iraqiDinar)
        let rands = try Money(units: 1, currency: .southAfricanRand)
        #expect(throws: Money.Problem.currencies(.iraqiDinar, .southAfricanRand)) {
            try dinars.adding(rands)
        }
        #expect(throws: Money.Problem.currencies(.iraqiDinar, .southAfricanRand)) {
            try Money.sum([dinars, rands], currency: .iraqiDinar)
        }
        #expect(try Money.sum([], currency: .iraqiDinar) == .zero(.iraqiDinar))
    }
}
