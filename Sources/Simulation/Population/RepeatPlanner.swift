/// Decides who is registered again, and how, so that the asked part of all rows are repetitions.
struct RepeatPlanner {
    private let rate: Double
    private let numbers: NumberSource
    private let provinces: ProvinceChoice
    /// First registrations and repetitions so far.
    private var first = 0
    private var again = 0
    private static let today = ClanMaker.today

    init(rate: Double, numbers: NumberSource, provinces: ProvinceChoice) {
        self.rate = rate
        self.numbers = numbers
        self.provinces = provinces
    }

    /// Plans repetitions in the registered households of a clan: some become members of further
    /// households of it, others come back as households of their own, which are returned.
    mutating func plan(
        _ households: inout [SimulatedHousehold], of clan: Clan, _ random: inout SplitMix64
    ) -> [SimulatedHousehold] {
        var further: [SimulatedHousehold] = []
        let originals = households
        for (place, household) in originals.enumerated() {
            first += household.members.count
            // As many as are lacking, bounded so that they come by chance and not in turn.
            let target = Double(first) * rate / (1 - rate)
            let lacking = target - Double(again)
            let expected = Double(household.members.count) * rate / (1 - rate)
            let eagerness = min(4, max(0, 1 + lacking / 100))
            let chance = expected * eagerness / 3.6
            guard Double(random.next() >> 11) * 0x1p-53 < chance else { continue }
            // Widows return where they can; hardly any of those drawn by chance could.
            let kind = household.category == .widow ? 50 : random.under(100)
            let rows =
                switch kind {
                case ..<16: addToRelatives(place, &households, originals, .insert, &random)
                case ..<32: addMarried(place, &households, originals, clan, sons: true)
                case ..<46: addMarried(place, &households, originals, clan, sons: false)
                case ..<54: returnWidow(place, &households, originals, clan)
                case ..<84: repeatSingle(household, &further, &random)
                default: 0
                }
            again += rows > 0 ? rows : repeatFamily(household, &further, &random)
        }
        return further
    }

    // MARK: Again as a household

    private func repeatFamily(
        _ household: SimulatedHousehold, _ further: inout [SimulatedHousehold],
        _ random: inout SplitMix64
    ) -> Int {
        var rows = 0
        // A few come back a second time.
        for _ in 0..<(random.happens(500) ? 2 : 1) {
            var copy = household
            copy.isRepeat = true
            move(&copy, &random)
            copy.members = household.members.filter {
                $0.relationship == .head || !random.happens(700)
            }
            for index in copy.members.indices {
                copy.members[index].repeated = .family
                changePhone(&copy.members[index].human, &random)
            }
            if random.happens(450) { copy.script = .latin }
            if random.happens(4500) { copy.phone = numbers.phone(&random) }
            rows += copy.members.count
            further.append(copy)
        }
        return rows
    }

    private func repeatSingle(
        _ household: SimulatedHousehold, _ further: inout [SimulatedHousehold],
        _ random: inout SplitMix64
    ) -> Int {
        let adults = household.members.filter { $0.human.age(in: Self.today) > 17 }
        guard let chosen = random.pick(adults), household.members.count > 1 else { return 0 }
        var copy = household
        copy.isRepeat = true
        move(&copy, &random)
        copy.members = [chosen]
        copy.members[0].relationship = .head
        copy.members[0].repeated = .single
        changePhone(&copy.members[0].human, &random)
        copy.phone =
            random.happens(5500) || chosen.human.phone == 0
            ? numbers.phone(&random) : chosen.human.phone
        if random.happens(500) { copy.script = .latin }
        further.append(copy)
        return 1
    }

    private func move(_ household: inout SimulatedHousehold, _ random: inout SplitMix64) {
        if random.happens(7800) {
            household.province = provinces.again(&random)
        }
        if random.happens(8000) { household.district = random.under(8) }
    }

    private func changePhone(_ human: inout Human, _ random: inout SplitMix64) {
        if human.phone != 0, random.happens(3500) { human.phone = numbers.phone(&random) }
    }

    // MARK: Again in another household

    /// A child or an old parent who is also counted in another household of the clan.
    private func addToRelatives(
        _ place: Int, _ households: inout [SimulatedHousehold],
        _ originals: [SimulatedHousehold], _ kind: RepeatKind, _ random: inout SplitMix64
    ) -> Int {
        let others = originals.indices.filter { $0 != place }
        let candidates = originals[place].members.filter {
            $0.relationship == .child || $0.relationship == .parent
        }
        guard let other = random.pick(others), let member = random.pick(candidates) else {
            return 0
        }
        return add(member, to: &households[other], as: .nephewNiece, kind)
    }

    /// The head of this household or his wife, who stands in the parents' household as well.
    private func addMarried(
        _ place: Int, _ households: inout [SimulatedHousehold],
        _ originals: [SimulatedHousehold], _ clan: Clan, sons: Bool
    ) -> Int {
        for member in originals[place].members.prefix(2)
        where member.human.isFemale != sons && member.human.parents >= 0 {
            guard let home = parentalHome(of: member.human, originals, clan), home != place else {
                continue
            }
            return add(member, to: &households[home], as: .child, sons ? .split : .married)
        }
        return 0
    }

    /// A widow of this household whom her father has registered, with her minor children.
    private func returnWidow(
        _ place: Int, _ households: inout [SimulatedHousehold],
        _ originals: [SimulatedHousehold], _ clan: Clan
    ) -> Int {
        guard originals[place].category == .widow, let widow = originals[place].members.first,
            widow.human.parents >= 0,
            let home = parentalHome(of: widow.human, originals, clan), home != place
        else { return 0 }
        var rows = add(widow, to: &households[home], as: .child, .widow)
        for child in originals[place].members
        where child.relationship == .child && child.human.age(in: Self.today) < 18 {
            rows += add(child, to: &households[home], as: .grandchild, .widow)
        }
        return rows
    }

    private func parentalHome(
        of human: Human, _ households: [SimulatedHousehold], _ clan: Clan
    ) -> Int? {
        let parents = clan.couples[Int(human.parents)]
        return households.firstIndex {
            $0.members[0].place == parents.husband || $0.members[0].place == parents.wife
        }
    }

    /// Nobody stands twice in one household.
    private func add(
        _ member: SimulatedHousehold.Member, to household: inout SimulatedHousehold,
        as relationship: SimulatedHousehold.Relationship, _ kind: RepeatKind
    ) -> Int {
        guard !household.members.contains(where: { $0.human.trueID == member.human.trueID })
        else { return 0 }
        var copy = member
        copy.relationship = relationship
        copy.repeated = kind
        household.members.append(copy)
        return 1
    }
}
