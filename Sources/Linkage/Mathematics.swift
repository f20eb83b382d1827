/// Logarithms and powers of two in plain IEEE arithmetic.
///
/// The C library's functions differ in the last bit between machines; a linkage must not.
enum Bits {
    /// The logarithm to base 2 of a positive, finite number; about 1e-15 exact.
    static func log2(_ value: Double) -> Double {
        precondition(value > 0 && value.isFinite, "a logarithm needs a positive, finite number")
        var exponent = Double(value.exponent)
        var mantissa = value.significand
        if mantissa > 1.4142135623730951 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 0.0
        var divisor = 21.0
        while divisor > 0 {
            sum = sum * square + 1 / divisor
            divisor -= 2
        }
        return exponent + sum * ratio * 2.8853900817779268
    }

    /// Two to the given power; 0 below -1000 and capped at 2^1000.
    static func exp2(_ power: Double) -> Double {
        if power < -1000 { return 0 }
        let bounded = power > 1000 ? 1000 : power
        let whole = bounded.rounded()
        let rest = (bounded - whole) * 0.6931471805599453
        var sum = 1.0
        var term = 14.0
        while term > 0 {
            sum = 1 + sum * rest / term
            term -= 1
        }
        return Double(sign: .plus, exponent: Int(whole), significand: sum)
    }

    /// The probability that odds of 2^`bits` to 1 stand for.
    static func probability(_ bits: Double) -> Double { 1 / (1 + exp2(-bits)) }

    /// The bits of a probability, between -60 and 60.
    static func odds(_ probability: Double) -> Double {
        let bounded = min(max(probability, 1e-18), 1 - 1e-16)
        return min(60, max(-60, log2(bounded / (1 - bounded))))
    }

    /// A figure rounded to 2^-10 bit, so that the last digits of a sum cannot matter.
    static func rounded(_ bits: Double) -> Double { (bits * 1024).rounded() / 1024 }
}
