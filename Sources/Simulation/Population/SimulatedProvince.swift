/// A province of the built-in country pack, and who lives there.
struct SimulatedProvince: Sendable {
    /// ISO 3166-2.
    let code: String
    /// The two letters before the numbers of its households and persons.
    let prefix: [UInt8]
    /// What its households' rows have between their number and the district's: `,IQ-BG,01-`.
    let rowPart: [UInt8]
    /// Its part of the registry, of 1000.
    let weight: Int
    /// Of a hundred families, those of each community, in the order of `Community`.
    let communities: [Int]

    /// How many districts each province has in the pack.
    static let districtCount = 8

    /// All provinces of the pack. The weights follow the governorates' populations (census of 2024)
    /// roughly; nobody has counted communities, so their shares are guesses.
    static let all: [SimulatedProvince] = [
        .init("IQ-BG", "01", 187, [62, 31, 4, 1, 2]), .init("IQ-BA", "02", 95, [84, 15, 0, 0, 1]),
        .init("IQ-NI", "03", 121, [6, 62, 20, 8, 4]), .init("IQ-DQ", "04", 86, [98, 2, 0, 0, 0]),
        .init("IQ-BB", "05", 64, [86, 14, 0, 0, 0]), .init("IQ-AN", "06", 58, [1, 99, 0, 0, 0]),
        .init("IQ-DI", "07", 51, [34, 50, 14, 2, 0]), .init("IQ-KI", "08", 43, [8, 37, 34, 20, 1]),
        .init("IQ-NA", "09", 45, [99, 1, 0, 0, 0]), .init("IQ-WA", "10", 45, [93, 4, 3, 0, 0]),
        .init("IQ-KA", "11", 37, [99, 1, 0, 0, 0]), .init("IQ-SD", "12", 57, [6, 84, 4, 6, 0]),
        .init("IQ-QA", "13", 42, [99, 1, 0, 0, 0]), .init("IQ-MA", "14", 40, [98, 1, 1, 0, 0]),
        .init("IQ-MU", "15", 29, [98, 2, 0, 0, 0]),
    ]

    private init(_ code: String, _ districts: String, _ weight: Int, _ communities: [Int]) {
        self.code = code
        self.prefix = Array(code.utf8.suffix(2))
        self.rowPart = Array(",\(code),\(districts)-".utf8)
        self.weight = weight
        self.communities = communities
    }
}

/// Where households begin and where they move to.
struct ProvinceChoice: Sendable {
    private let choice: WeightedChoice
    private let capital: Int?
    /// The places in `SimulatedProvince.all` that occur.
    private let places: [Int]

    /// All provinces, or one in which everything takes place.
    init(only code: String?) {
        places = SimulatedProvince.all.indices.filter {
            code == nil || SimulatedProvince.all[$0].code == code
        }
        precondition(!places.isEmpty, "the pack has the province")
        capital = places.contains(0) ? 0 : nil
        choice = WeightedChoice(
            places.map { (UInt16($0), Double(SimulatedProvince.all[$0].weight)) })
    }

    /// Where a clan is at home: a place in `SimulatedProvince.all`.
    func home(_ random: inout SplitMix64) -> Int { Int(choice.draw(&random)) }

    /// Where a young couple moves: a third of them to Baghdad.
    func move(_ random: inout SplitMix64) -> Int {
        random.happens(3500) ? capital ?? home(&random) : home(&random)
    }

    /// Where a family registers again: any province, Baghdad more often.
    func again(_ random: inout SplitMix64) -> Int {
        random.happens(2000) ? capital ?? home(&random) : places[random.under(places.count)]
    }
}
