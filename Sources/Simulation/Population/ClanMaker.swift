/// Makes clans: marriages, births and deaths of three generations.
struct ClanMaker {
    /// The year in which the registry is looked at.
    static let today = 2026

    let names: NameChoices
    private var numbers: NumberSource
    private let provinces: ProvinceChoice

    init(names: NameChoices, numbers: NumberSource, provinces: ProvinceChoice) {
        self.names = names
        self.provinces = provinces
        self.numbers = numbers
    }

    /// The next clan.
    mutating func make(_ random: inout SplitMix64) -> Clan {
        var clan = Clan()
        let province = provinces.home(&random)
        let community = Self.community(SimulatedProvince.all[province], &random)
        clan.registeredPercent = [6, 12, 20, 30, 42, 60][random.under(6)]
        let born = 1932 + random.under(46)
        let founder = outsider(community, isFemale: false, born: born, &random)
        clan.humans.append(founder)
        marry(0, in: &clan, depth: 0, province: province, district: random.under(8), &random)
        // Couples are appended while children marry.
        var next = 0
        while next < clan.couples.count {
            let couple = clan.couples[next]
            for child in couple.children {
                marryOff(child, of: couple, in: &clan, &random)
            }
            next += 1
        }
        return clan
    }

    // MARK: Marriage

    /// Finds a spouse for a human of the clan, and gives them children.
    private mutating func marry(
        _ human: Int, in clan: inout Clan, depth: Int, province: Int, district: Int,
        _ random: inout SplitMix64
    ) {
        let person = clan.humans[human]
        let gap = random.under(9) + random.under(3)
        let born = person.birth.year + (person.isFemale ? 1 - gap : gap - 1)
        var spouse = outsider(person.community, isFemale: !person.isFemale, born: born, &random)
        // A third of Iraq's marriages are between cousins, often children of two brothers.
        if random.happens(3300) {
            spouse.family = person.family
            spouse.otherFamily = person.otherFamily
            if random.happens(5000) { spouse.grandfather = person.grandfather }
        }
        clan.humans.append(spouse)
        let partner = clan.humans.count - 1
        let (husband, wife) = person.isFemale ? (partner, human) : (human, partner)
        let start = clan.humans.count
        let married = clan.humans[wife].birth.year + 17 + random.under(9)
        addChildren(of: husband, and: wife, from: married, to: &clan, depth, &random)
        var couple = Couple(
            husband: husband, wife: wife, children: start..<clan.humans.count, depth: depth,
            province: province, district: district, state: .married)
        if random.happens(150), !clan.humans[husband].isDead {
            let second = outsider(
                person.community, isFemale: true, born: clan.humans[wife].birth.year + 6, &random)
            clan.humans.append(second)
            couple.secondWife = clan.humans.count - 1
            clan.humans[couple.secondWife].marriage = .married
            clan.humans[couple.secondWife].isDead = false
        }
        couple.state = state(of: clan.humans[husband], clan.humans[wife], &random)
        for spouse in [husband, wife] {
            clan.humans[spouse].couple = Int32(clan.couples.count)
            clan.humans[spouse].marriage = couple.state
        }
        clan.couples.append(couple)
    }

    private func state(
        of husband: Human, _ wife: Human, _ random: inout SplitMix64
    ) -> Human.Marriage {
        if husband.isDead || wife.isDead { return .widowed }
        if random.happens(500) { return .divorced }
        return random.happens(300) ? .absentHusband : .married
    }

    /// Lets a grown child marry and found a couple of the next depth.
    private mutating func marryOff(
        _ child: Int, of parents: Couple, in clan: inout Clan, _ random: inout SplitMix64
    ) {
        let human = clan.humans[child]
        let age = human.age(in: Self.today)
        let chance = human.isFemale ? min(92, (age - 17) * 9) : min(94, (age - 20) * 9)
        guard parents.depth < 2, age >= 18, chance > 0, random.chance(chance) else { return }
        // Most stay near.
        var province = parents.province
        if random.happens(800) {
            province = provinces.move(&random)
        }
        marry(
            child, in: &clan, depth: parents.depth + 1, province: province,
            district: random.happens(5500) ? parents.district : random.under(8), &random)
    }

    // MARK: Birth

    private mutating func addChildren(
        of husband: Int, and wife: Int, from married: Int, to clan: inout Clan, _ depth: Int,
        _ random: inout SplitMix64
    ) {
        let mother = clan.humans[wife]
        // Total fertility fell from seven in the seventies to four and a half since 1997.
        let wanted =
            married < 1985
            ? 4 + random.under(6)
            : married < 2005
                ? 2 + random.under(6)
                : 1 + random.under(6)
        var year = married + 1 + random.under(2)
        var count = 0
        while count < wanted, year <= Self.today, year < mother.birth.year + 45 {
            let isTwin = random.happens(130)
            let date = birthDate(in: year, &random)
            for _ in 0..<(isTwin ? 2 : 1) {
                clan.humans.append(
                    child(of: husband, and: wife, born: date, count, in: clan, &random))
                count += 1
            }
            year += 1 + random.under(3) + (random.happens(2500) ? 2 : 0)
        }
    }

    private mutating func child(
        of husband: Int, and wife: Int, born date: BirthDate, _ count: Int, in clan: Clan,
        _ random: inout SplitMix64
    ) -> Human {
        let father = clan.humans[husband]
        let mother = clan.humans[wife]
        let isFemale = random.happens(4880)
        var given = names.given(
            father.community, isFemale: isFemale, born: date.year, &random)
        // Many sons are called after their grandfather, so cousins share all their names.
        if !isFemale, random.happens(count == 0 ? 1400 : 250) { given = father.father }
        let siblings = clan.humans.suffix(count)
        for _ in 0..<4 where siblings.contains(where: { $0.given == given }) {
            given = names.given(father.community, isFemale: isFemale, born: date.year, &random)
        }
        var human = Human(
            isFemale: isFemale, community: father.community, given: given, father: father.given,
            grandfather: father.father, family: father.family, otherFamily: father.otherFamily,
            motherGiven: mother.given, motherFather: mother.father, birth: date)
        human.parents = Int32(clan.couples.count)
        settle(&human, &random)
        return human
    }

    /// Somebody whose family is not part of the clan.
    private mutating func outsider(
        _ community: Community, isFemale: Bool, born year: Int, _ random: inout SplitMix64
    ) -> Human {
        func man(_ years: Int, _ random: inout SplitMix64) -> NameBook.NameID {
            names.given(community, isFemale: false, born: year - years, &random)
        }
        let date = birthDate(in: year, &random)
        var human = Human(
            isFemale: isFemale, community: community,
            given: names.given(community, isFemale: isFemale, born: year, &random),
            father: man(28, &random), grandfather: man(56, &random),
            family: names.family(community, &random), otherFamily: 0,
            motherGiven: names.given(community, isFemale: true, born: year - 24, &random),
            motherFather: man(50, &random), birth: date)
        if random.happens(7000) { human.otherFamily = names.family(community, &random) }
        settle(&human, &random)
        return human
    }

    /// What age and chance bring: death, illness, papers.
    private mutating func settle(_ human: inout Human, _ random: inout SplitMix64) {
        let age = human.age(in: Self.today)
        let death =
            human.isFemale
            ? [(80, 7500), (70, 3000), (60, 1200), (45, 400), (20, 80)]
            : [(80, 8500), (70, 4500), (60, 2200), (45, 900), (20, 250)]
        human.isDead = random.happens(death.first { age >= $0.0 }?.1 ?? 20)
        human.isDisabled = random.happens(age > 60 ? 1500 : 450)
        if random.happens(age < 1 ? 3000 : age < 12 ? 7800 : age < 70 ? 9000 : 7500) {
            human.nationalID = numbers.nationalID(born: human.birth.year)
        }
        if age > 17, random.happens(human.isFemale ? 2600 : 5000) {
            human.phone = numbers.phone(&random)
        }
    }

    /// A day of the year. Of many of the old the register knows the year alone and has the first of
    /// July or of January.
    private func birthDate(in year: Int, _ random: inout SplitMix64) -> BirthDate {
        let isJuly = random.happens(
            year < 1965 ? 4200 : year < 1985 ? 1500 : year < 2000 ? 350 : 60)
        if isJuly { return BirthDate(year: year, month: 7, day: 1) }
        let isJanuary = random.happens(
            year < 1965 ? 1200 : year < 1985 ? 800 : year < 2000 ? 300 : 100)
        if isJanuary { return BirthDate(year: year, month: 1, day: 1) }
        let month = 1 + random.under(12)
        let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return BirthDate(year: year, month: month, day: 1 + random.under(days))
    }

    private static func community(
        _ province: SimulatedProvince, _ random: inout SplitMix64
    ) -> Community {
        var rest = random.under(100)
        for (community, share) in zip(Community.allCases, province.communities) {
            if rest < share { return community }
            rest -= share
        }
        return .southern
    }
}
