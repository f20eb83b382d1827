/// Hands out numbers of cards, phones and accounts.
struct NumberSource: Sendable {
    /// How many cards were issued.
    private var issued: UInt64 = 0
    private let stride: UInt64
    /// The largest prime below 10⁸: multiples of any other number visit every rest once.
    private static let modulus: UInt64 = 99_999_989

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed ^ 0x6E75_6D62_6572_7321)
        stride = 10_000_019 + UInt64(random.under(80_000_000))
    }

    /// A number that nobody else has: the year of birth and eight digits. The first hundred million
    /// differ in these digits, later ones may share them where the years differ.
    mutating func nationalID(born year: Int) -> UInt64 {
        issued += 1
        return UInt64(year) * 100_000_000 + issued % Self.modulus * stride % Self.modulus
    }

    /// A mobile number in the form `07…`, as digits without the zero. Now and then two families have
    /// one by chance, as with numbers that operators give out again.
    func phone(_ random: inout SplitMix64) -> UInt64 {
        let operators: [UInt64] = [77, 78, 75, 79]
        let weights = [38, 30, 24, 8]
        var rest = random.under(100)
        var first = operators[0]
        for (code, weight) in zip(operators, weights) {
            first = code
            if rest < weight { break }
            rest -= weight
        }
        return first * 100_000_000 + UInt64(random.under(100_000_000))
    }

    /// Appends an Iraqi account with check digits by ISO 13616.
    func appendAccount(to row: inout [UInt8], _ random: inout SplitMix64) {
        let bank = Self.banks[random.under(Self.banks.count)]
        // 15 digits do not fit a double, but an integer.
        let account = random.under(1_000_000_000_000_000)
        // The number with the country behind it, letters as 10 to 35, modulo 97.
        var rest = 0
        for letter in bank { rest = (rest * 100 + Int(letter) - 55) % 97 }
        rest = (rest * (1_000_000_000_000_000 % 97) + account % 97) % 97
        rest = (rest * 1_000_000 + 18_26_00) % 97
        row.append(contentsOf: "IQ".utf8)
        row.append(decimal: 98 - rest, places: 2)
        row.append(contentsOf: bank)
        row.append(decimal: account, places: 15)
    }

    private static let banks = ["RAFB", "RDNB", "NBIQ", "TRIQ"].map { Array($0.utf8) }
}
