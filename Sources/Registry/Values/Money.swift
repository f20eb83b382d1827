/// An amount of money: a whole number of minor units with its currency.
///
/// There is no arithmetic that rounds or wraps: what does not fit throws.
public struct Money: Hashable, Sendable {
    /// The amount in minor units of the currency; may be negative (a recovery).
    public let amountMinor: Int64
    /// The currency, which says how many minor units one unit has.
    public let currency: Currency

    /// Why a sum, a product or a text is not an amount.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The result does not fit in 64 bits of minor units.
        case overflow
        /// Two currencies in one sum.
        case currencies(Currency, Currency)
        /// The text is not a decimal number.
        case form
        /// The text has more decimals than the currency, and they are not zero.
        case decimals(Currency)
        /// The amount has a fraction that this number of decimals cannot show.
        case fraction(digits: Int)

        public var description: String {
            switch self {
            case .overflow: "is an amount too large to calculate with"
            case .currencies(let left, let right):
                "mixes \(left) and \(right); amounts of one sum have one currency"
            case .form: "is not an amount; write digits with at most one decimal point"
            case .decimals(let currency):
                "has more than the \(currency.exponent) decimals of \(currency)"
            case .fraction(let digits): "has a fraction that \(digits) decimals cannot show"
            }
        }
    }

    /// So many minor units of the currency.
    public init(amountMinor: Int64, currency: Currency) {
        self.amountMinor = amountMinor
        self.currency = currency
    }

    /// So many whole units, such as dinars; throws `overflow`.
    public init(units: Int64, currency: Currency) throws(Problem) {
        let (minor, overflow) = units.multipliedReportingOverflow(by: currency.minorPerUnit)
        guard !overflow else { throw .overflow }
        self.init(amountMinor: minor, currency: currency)
    }

    /// Nothing, in that currency.
    public static func zero(_ currency: Currency) -> Money {
        Money(amountMinor: 0, currency: currency)
    }

    /// The sum; throws `currencies` and `overflow`.
    public func adding(_ other: Money) throws(Problem) -> Money {
        guard currency == other.currency else { throw .currencies(currency, other.currency) }
        let (sum, overflow) = amountMinor.addingReportingOverflow(other.amountMinor)
        guard !overflow else { throw .overflow }
        return Money(amountMinor: sum, currency: currency)
    }

    /// The difference; throws `currencies` and `overflow`.
    public func subtracting(_ other: Money) throws(Problem) -> Money {
        guard currency == other.currency else { throw .currencies(currency, other.currency) }
        let (rest, overflow) = amountMinor.subtractingReportingOverflow(other.amountMinor)
        guard !overflow else { throw .overflow }
        return Money(amountMinor: rest, currency: currency)
    }

    /// The amount so many times; throws `overflow`.
    public func multiplied(by factor: Int64) throws(Problem) -> Money {
        let (product, overflow) = amountMinor.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .overflow }
        return Money(amountMinor: product, currency: currency)
    }

    /// The sum of all amounts, each of that currency; zero when there are none.
    public static func sum(
        _ amounts: some Sequence<Money>, currency: Currency
    ) throws(Problem) -> Money {
        var total = Money.zero(currency)
        for amount in amounts { total = try total.adding(amount) }
        return total
    }

    /// Whether the amount can be paid out in full: for IQD, whether it is whole dinars.
    public var isPayable: Bool {
        amountMinor % currency.payableMinor == 0
    }
}
