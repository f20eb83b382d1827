/// Says who of a clan lives with whom, and which of these households are registered.
struct HouseholdComposer {
    private let numbers: NumberSource
    private static let today = ClanMaker.today

    init(numbers: NumberSource) {
        self.numbers = numbers
    }

    /// The registered households of the clan. Who is in one of them has a `trueID` from then on.
    func households(
        of clan: inout Clan, nextID: inout Int32, _ random: inout SplitMix64
    ) -> [SimulatedHousehold] {
        var households: [SimulatedHousehold] = []
        var taken = [Bool](repeating: false, count: clan.humans.count)
        // The young first: old parents then join a son's household that is registered.
        for couple in clan.couples.reversed() {
            let chance = clan.registeredPercent + (couple.state == .married ? 0 : 15)
            guard random.chance(chance) else { continue }
            guard var household = compose(couple, clan, &taken, &random) else { continue }
            if random.happens(5500), couple.depth > 0 {
                addParent(of: couple, to: &household, clan, &taken, &random)
            }
            households.append(household)
        }
        for house in households.indices {
            for member in households[house].members.indices {
                let place = households[house].members[member].place
                if clan.humans[place].trueID < 0 {
                    clan.humans[place].trueID = nextID
                    nextID += 1
                }
                households[house].members[member].human = clan.humans[place]
            }
        }
        return households
    }

    private func compose(
        _ couple: Couple, _ clan: Clan, _ taken: inout [Bool], _ random: inout SplitMix64
    ) -> SimulatedHousehold? {
        var members: [(Int, SimulatedHousehold.Relationship)] = []
        let husband = clan.humans[couple.husband]
        let wife = clan.humans[couple.wife]
        let isHusbandThere =
            !husband.isDead && couple.state != .divorced
            && couple.state != .absentHusband
        if isHusbandThere, !taken[couple.husband] { members.append((couple.husband, .head)) }
        if !wife.isDead, !taken[couple.wife] {
            members.append((couple.wife, members.isEmpty ? .head : .spouse))
        }
        if couple.secondWife >= 0, isHusbandThere { members.append((couple.secondWife, .coWife)) }
        let isOrphaned = members.isEmpty && husband.isDead && wife.isDead
        for child in couple.children where !taken[child] {
            let human = clan.humans[child]
            guard human.couple < 0, !human.isDead else { continue }
            // Unmarried adults leave, in the end.
            if human.age(in: Self.today) > 30, random.happens(5000) { continue }
            members.append((child, .child))
        }
        guard !members.isEmpty else { return nil }
        if isOrphaned {
            // The eldest stands for the others, as in many households headed by children.
            for index in members.indices { members[index].1 = index == 0 ? .head : .sibling }
        } else if members[0].1 != .head {
            return nil
        }
        for (place, _) in members { taken[place] = true }
        let head = clan.humans[members[0].0]
        return SimulatedHousehold(
            province: couple.province, district: couple.district,
            category: category(couple, head, isOrphaned: isOrphaned, &random),
            members: members.map {
                .init(human: clan.humans[$0.0], relationship: $0.1, repeated: nil, place: $0.0)
            },
            phone: random.happens(8800)
                ? (head.phone == 0 ? numbers.phone(&random) : head.phone) : 0)
    }

    /// A widowed father or mother who lives with this son or daughter.
    private func addParent(
        of couple: Couple, to household: inout SimulatedHousehold, _ clan: Clan,
        _ taken: inout [Bool], _ random: inout SplitMix64
    ) {
        guard let head = household.members.first, clan.humans[head.place].parents >= 0 else {
            return
        }
        let parents = clan.couples[Int(clan.humans[head.place].parents)]
        let husband = clan.humans[parents.husband]
        let wife = clan.humans[parents.wife]
        guard husband.isDead != wife.isDead else { return }
        let parent = wife.isDead ? parents.husband : parents.wife
        let hasMinors = parents.children.contains {
            clan.humans[$0].couple < 0 && !clan.humans[$0].isDead
        }
        guard !taken[parent], !hasMinors, clan.humans[parent].age(in: Self.today) > 58 else {
            return
        }
        taken[parent] = true
        household.members.append(
            .init(
                human: clan.humans[parent], relationship: .parent, repeated: nil, place: parent))
    }

    private func category(
        _ couple: Couple, _ head: Human, isOrphaned: Bool, _ random: inout SplitMix64
    ) -> SimulatedHousehold.Category {
        if isOrphaned { return .orphans }
        if head.isFemale {
            switch couple.state {
            case .widowed: return .widow
            case .divorced: return .divorced
            case .absentHusband: return .absentHusband
            case .none, .married: break
            }
        }
        if head.age(in: Self.today) > 62, random.happens(6000) { return .elderly }
        if head.isDisabled { return .disabled }
        let chance = random.under(100)
        return chance < 55 ? .unemployed : chance < 86 ? .lowIncome : .disabled
    }
}
