/// Decimal digits without Foundation, for the values of this folder.
enum DecimalText {
    /// A number that is not negative, with leading zeros up to `width` digits.
    static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The number that these ASCII digits write, or nil when there are none, when one is not a
    /// digit, or when it does not fit.
    static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var number = 0
        var any = false
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (times, first) = number.multipliedReportingOverflow(by: 10)
            let (sum, second) = times.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !first, !second else { return nil }
            number = sum
            any = true
        }
        return any ? number : nil
    }
}
