/// Which names each community gives to its sons and daughters of each generation, and what its
/// families are called.
struct NameChoices: Sendable {
    typealias NameID = NameBook.NameID

    private(set) var book = NameBook()
    /// By community, sex and generation.
    private var given: [WeightedChoice] = []
    private var families: [WeightedChoice] = []
    private static let generations = 3

    init() {
        let men = (
            all: add(ArabGivenNames.men), south: add(ArabGivenNames.southernMen),
            west: add(ArabGivenNames.westernMen), old: add(ArabGivenNames.oldMen),
            new: add(ArabGivenNames.newMen)
        )
        let women = (
            all: add(ArabGivenNames.women), south: add(ArabGivenNames.southernWomen),
            west: add(ArabGivenNames.westernWomen), old: add(ArabGivenNames.oldWomen),
            new: add(ArabGivenNames.newWomen)
        )
        let kurds = (add(OtherNames.kurdishMen), add(OtherNames.kurdishWomen))
        let turkmens = (add(OtherNames.turkmenMen), add(OtherNames.turkmenWomen))
        let christians = (add(OtherNames.christianMen), add(OtherNames.christianWomen))
        // Shares of the lists in a generation: all, of the region, old, new. They are guesses.
        let shares = [(62, 26, 12, 0), (66, 26, 4, 4), (52, 20, 0, 28)]
        for community in Community.allCases {
            for isFemale in [false, true] {
                for (all, region, old, new) in shares {
                    let lists = isFemale ? women : men
                    let own = community == .western ? lists.west : lists.south
                    let mixture: [([NameID], Int)] =
                        switch community {
                        case .southern, .western:
                            [(lists.all, all), (own, region), (lists.old, old), (lists.new, new)]
                        case .kurdish: [(isFemale ? kurds.1 : kurds.0, 1)]
                        case .turkmen:
                            [(isFemale ? turkmens.1 : turkmens.0, 70), (lists.all, 30)]
                        case .christian: [(isFemale ? christians.1 : christians.0, 1)]
                        }
                    given.append(Self.choice(mixture))
                }
            }
        }
        makeFamilies(ancestors: men.all + men.south + men.west + men.old)
    }

    /// A given name for a child born in that year.
    func given(
        _ community: Community, isFemale: Bool, born year: Int, _ random: inout SplitMix64
    ) -> NameID {
        let generation = year < 1975 ? 0 : year < 1998 ? 1 : 2
        let place = (Int(community.rawValue) * 2 + (isFemale ? 1 : 0)) * Self.generations
        return given[place + generation].draw(&random)
    }

    /// What a family is called; 0 where it has no fourth name.
    func family(_ community: Community, _ random: inout SplitMix64) -> NameID {
        families[Int(community.rawValue)].draw(&random)
    }

    private mutating func add(_ list: String) -> [NameID] {
        NameBook.entries(of: list).map { book.add($0) }
    }

    /// Weights within a list fall like 1/(rank + 1.5): Zipf's law in Mandelbrot's form.
    private static func choice(_ mixture: [([NameID], Int)]) -> WeightedChoice {
        var entries: [(value: UInt16, weight: Double)] = []
        for (names, share) in mixture where share > 0 {
            let total = names.indices.reduce(0) { $0 + 1 / (Double($1) + 1.5) }
            for (rank, name) in names.enumerated() {
                entries.append((name, Double(share) / (Double(rank) + 1.5) / total))
            }
        }
        return WeightedChoice(entries)
    }

    private mutating func makeFamilies(ancestors: [NameID]) {
        let everywhere = add(ArabFamilyNames.everywhere)
        let southern = add(ArabFamilyNames.southern)
        let western = add(ArabFamilyNames.western)
        let kurdish = add(OtherNames.kurdishFamilies)
        let turkmen = add(OtherNames.turkmenFamilies)
        let christian = add(OtherNames.christianFamilies)
        let clans = ancestralFamilies(ancestors)
        families = Community.allCases.map { community in
            switch community {
            case .southern:
                Self.choice([(southern, 46), (everywhere, 30), (clans, 22), ([0], 2)])
            case .western:
                Self.choice([(western, 34), (everywhere, 38), (clans, 25), ([0], 3)])
            case .kurdish: Self.choice([(kurdish, 60), ([0], 40)])
            case .turkmen: Self.choice([(turkmen, 75), ([0], 25)])
            case .christian: Self.choice([(christian, 85), ([0], 15)])
            }
        }
    }

    /// Clans named after an ancestor, which give the many rare names.
    private mutating func ancestralFamilies(_ ancestors: [NameID]) -> [NameID] {
        var clans: [NameID] = []
        let fullSpelling = Spelling([])
        for ancestor in ancestors {
            let name = String(decoding: book.arabic(ancestor, fullSpelling), as: UTF8.self)
            let latin = String(decoding: book.latin[Int(ancestor)], as: UTF8.self)
            guard !name.contains(" "), !name.hasPrefix("عبد"), !name.hasPrefix("ال"),
                let last = name.unicodeScalars.last, !["ى", "ي", "ء", "ا", "ة", "و"].contains(last)
            else { continue }
            for form in ArabFamilyNames.ancestral {
                clans.append(
                    book.add(
                        NameBook.Entry(
                            arabic: Self.blank(form.before) + name + form.after,
                            latin: Self.blank(form.latin) + latin.lowercased() + form.latinAfter)))
            }
        }
        return clans
    }

    private static func blank(_ text: String) -> String {
        String(text.map { $0 == "_" ? " " : $0 })
    }
}
