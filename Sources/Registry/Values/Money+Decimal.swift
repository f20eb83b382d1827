extension Money {
    /// The amount with all decimals of its currency, without a grouping: `150000.000` for IQD.
    public var decimalText: String {
        let minor = currency.minorPerUnit
        let magnitude = amountMinor.magnitude
        let sign = amountMinor < 0 ? "-" : ""
        let whole = sign + String(magnitude / UInt64(minor))
        guard currency.exponent > 0 else { return whole }
        return whole + "." + DecimalText.padded(magnitude % UInt64(minor), currency.exponent)
    }

    /// The amount with that many decimals, as XML messages want it: 0 gives `150000`.
    ///
    /// Never rounds: throws `fraction` when a decimal that would be cut is not zero. More decimals
    /// than the currency has are filled with zeros.
    public func decimalText(fractionDigits: Int) throws(Problem) -> String {
        precondition(fractionDigits >= 0, "decimals are counted from zero")
        let full = decimalText
        guard fractionDigits < currency.exponent else {
            let missing = fractionDigits - currency.exponent
            let point = currency.exponent == 0 && missing > 0 ? "." : ""
            return full + point + String(repeating: "0", count: missing)
        }
        let cut = full.suffix(currency.exponent - fractionDigits)
        guard cut.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
            throw .fraction(digits: fractionDigits)
        }
        return String(full.dropLast(cut.count + (fractionDigits == 0 ? 1 : 0)))
    }

    /// The amount written with a decimal point, in ASCII or Arabic digits (with `٫` too), without a grouping.
    ///
    /// Throws `form`, `decimals` (more decimals than the currency has, unless they are zeros) and
    /// `overflow`.
    public init(_ text: some StringProtocol, currency: Currency) throws(Problem) {
        let ascii = String(
            ArabicDigits.toASCII(text).unicodeScalars.map { scalar in
                // The decimal separator of Arabic.
                scalar == "\u{66B}" ? "." : Character(scalar)
            })
        var digits = ascii.utf8[...]
        let negative = digits.first == UInt8(ascii: "-")
        if negative { digits = digits.dropFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ part in
                !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
            })
        else { throw .form }
        var decimals = parts.count == 2 ? Array(parts[1]) : []
        while decimals.count > currency.exponent {
            guard decimals.removeLast() == UInt8(ascii: "0") else { throw .decimals(currency) }
        }
        decimals += Array(repeating: UInt8(ascii: "0"), count: currency.exponent - decimals.count)
        var minor: Int64 = 0
        for digit in Array(parts[0]) + decimals {
            let (times, first) = minor.multipliedReportingOverflow(by: 10)
            let (sum, second) = times.subtractingReportingOverflow(Int64(digit - 0x30))
            guard !first, !second else { throw .overflow }
            minor = sum
        }
        // Counted downwards, because the most negative number has no positive counterpart.
        guard negative || minor != .min else { throw .overflow }
        self.init(amountMinor: negative ? minor : -minor, currency: currency)
    }
}

extension Money: CustomStringConvertible {
    /// The amount and the code: `150000.000 IQD`.
    public var description: String { "\(decimalText) \(currency.code)" }
}
