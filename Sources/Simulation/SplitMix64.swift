/// Random words from a seed: the same on every machine, for simulations only.
///
/// Source: Steele, Lea, Flood, “Fast Splittable Pseudorandom Number Generators”, 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator whose words depend on nothing but `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 up to, but not including, `bound`.
    ///
    /// - Precondition: `bound` is above 0.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a choice is made among one or more")
        return Int(next() % UInt64(bound))
    }

    /// Whether something with a chance of `percent` in 100 happens.
    public mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    /// One of these, or nil when there are none.
    public mutating func pick<Element>(_ choices: [Element]) -> Element? {
        choices.isEmpty ? nil : choices[below(choices.count)]
    }
}
