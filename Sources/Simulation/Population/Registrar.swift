/// Registers households: numbers them, lets a clerk write them down, and keeps the truth.
struct Registrar {
    private let book: NameBook
    private let numbers: NumberSource
    private let noise: PopulationSimulation.Noise
    /// How many households each province has.
    private var households = [Int](repeating: 0, count: SimulatedProvince.all.count)
    /// The registrations of those who have several, by `trueID`.
    private var registrations: [Int32: [PersonNumber]] = [:]
    /// A phone of somebody who helps many families with their forms, by province.
    private var helpers = [UInt64](repeating: 0, count: SimulatedProvince.all.count)
    private(set) var report = PopulationSimulation.Report()

    /// The number of a person's registration: province, household, member.
    private struct PersonNumber {
        var province: Int
        var household: Int
        var member: Int
        var repeated: RepeatKind?
    }

    init(book: NameBook, numbers: NumberSource, noise: PopulationSimulation.Noise) {
        self.book = book
        self.numbers = numbers
        self.noise = noise
    }

    /// Writes one household and its members to the rows of its province.
    mutating func register(
        _ household: SimulatedHousehold, to output: inout PopulationOutput,
        _ random: inout SplitMix64
    ) {
        let clerk = Clerk(for: household, noise: noise, &random)
        households[household.province] += 1
        let number = households[household.province]
        report.households += 1
        write(household, number, to: &output.households[household.province], &random)
        var phone = household.phone
        if random.happens(60) { phone = helper(in: household.province, &random) }
        // Clerks write down who sits before them: the head is not always first.
        var order = Array(household.members.indices)
        for place in order.indices.dropFirst() where random.happens(3000) {
            order.swapAt(place, random.under(place + 1))
        }
        for (line, place) in order.enumerated() {
            let member = household.members[place]
            let person = PersonNumber(
                province: household.province, household: number, member: line + 1,
                repeated: member.repeated)
            report.persons += 1
            if let kind = member.repeated {
                report.repeatedPersons += 1
                report.repeatedBy[kind.rawValue, default: 0] += 1
            }
            write(
                member, of: household, person, clerk, phone: phone,
                to: &output.persons[household.province], &random)
            guard member.human.isRepeated else { continue }
            for other in registrations[member.human.trueID] ?? [] {
                // The relatives' form may have been filled in before the own.
                let kind = member.repeated ?? other.repeated ?? .family
                report.truePairs += 1
                Self.append(other, to: &output.pairs)
                output.pairs.append(UInt8(ascii: ","))
                Self.append(person, to: &output.pairs)
                output.pairs.append(UInt8(ascii: ","))
                output.pairs.append(contentsOf: kind.rawValue.utf8)
                output.pairs.append(UInt8(ascii: "\n"))
            }
            registrations[member.human.trueID, default: []].append(person)
        }
    }

    /// Writes who is one person: the clusters of two and more registrations.
    mutating func finish(_ output: inout PopulationOutput) {
        for identity in registrations.keys.sorted() {
            guard let numbers = registrations[identity], numbers.count > 1 else { continue }
            report.clusters += 1
            for number in numbers {
                Self.append(number, to: &output.clusters)
                output.clusters.append(UInt8(ascii: ","))
                output.clusters.append(decimal: Int(identity) + 1, places: 1)
                output.clusters.append(UInt8(ascii: "\n"))
            }
        }
    }

    /// A phone that about a dozen families share: a mukhtar's, a shop's.
    private mutating func helper(in province: Int, _ random: inout SplitMix64) -> UInt64 {
        if helpers[province] == 0 || random.happens(800) {
            helpers[province] = numbers.phone(&random)
        }
        return helpers[province]
    }

    // MARK: Rows

    private func write(
        _ household: SimulatedHousehold, _ number: Int, to row: inout [UInt8],
        _ random: inout SplitMix64
    ) {
        let province = SimulatedProvince.all[household.province]
        Self.append(number, of: province, to: &row)
        row.append(contentsOf: province.rowPart)
        row.append(decimal: household.district + 1, places: 1)
        row.append(contentsOf: ",محلة ".utf8)
        row.append(decimal: 101 + random.under(890), places: 1)
        row.append(contentsOf: " زقاق ".utf8)
        row.append(decimal: 1 + random.under(65), places: 1)
        row.append(contentsOf: " دار ".utf8)
        row.append(decimal: 1 + random.under(95), places: 1)
        row.append(UInt8(ascii: ","))
        row.append(contentsOf: household.category.rawValue.utf8)
        row.append(UInt8(ascii: ","))
        let dwelling = random.under(100)
        row.append(
            contentsOf: (dwelling < 40
                ? "rented"
                : dwelling < 60
                    ? "relatives"
                    : dwelling < 80 ? "owned" : "informal").utf8)
        row.append(UInt8(ascii: ","))
        row.append(decimal: 1 + random.under(5), places: 1)
        row.append(UInt8(ascii: ","))
        row.append(decimal: random.chance(22) ? 0 : 25_000 * (2 + random.under(10)), places: 1)
        row.append(UInt8(ascii: ","))
        if !random.happens(400) { numbers.appendAccount(to: &row, &random) }
        row.append(UInt8(ascii: ","))
        row.append(decimal: 2019 + random.under(7), places: 4)
        row.append(UInt8(ascii: "-"))
        row.append(decimal: 1 + random.under(12), places: 2)
        row.append(UInt8(ascii: "-"))
        row.append(decimal: 1 + random.under(28), places: 2)
        row.append(UInt8(ascii: "\n"))
    }

    private func write(
        _ member: SimulatedHousehold.Member, of household: SimulatedHousehold,
        _ person: PersonNumber, _ clerk: Clerk, phone familyPhone: UInt64,
        to row: inout [UInt8], _ random: inout SplitMix64
    ) {
        let human = member.human
        let head = household.members[0].human
        let comma = UInt8(ascii: ",")
        Self.append(person, to: &row)
        row.append(comma)
        Self.append(person.household, of: SimulatedProvince.all[person.province], to: &row)
        row.append(comma)
        row.append(contentsOf: member.relationship.rawValue.utf8)
        row.append(comma)
        var (father, grandfather) = (human.father, human.grandfather)
        if clerk.errs(25, &random) { swap(&father, &grandfather) }
        if clerk.errs(8, &random) { father = 0 }
        if clerk.errs(150, &random) { grandfather = 0 }
        var family = human.family
        if clerk.prefersOtherFamily, human.otherFamily != 0 { family = human.otherFamily }
        if clerk.givesWivesHusbandsFamily, member.relationship == .spouse { family = head.family }
        if clerk.errs(200, &random) { family = 0 }
        clerk.write(human.given, from: book, to: &row, &random)
        row.append(comma)
        clerk.write(father, from: book, to: &row, &random)
        row.append(comma)
        clerk.write(grandfather, from: book, to: &row, &random)
        row.append(comma)
        clerk.write(family, isFamily: true, from: book, to: &row, &random)
        row.append(comma)
        if !clerk.errs(600, &random) {
            clerk.write(human.motherGiven, from: book, to: &row, &random)
            if clerk.addsMothersFather != clerk.errs(800, &random) {
                row.append(UInt8(ascii: " "))
                clerk.write(human.motherFather, from: book, to: &row, &random)
            }
        }
        row.append(comma)
        clerk.write(sex: human.isFemale, to: &row, &random)
        row.append(comma)
        clerk.write(human.birth, to: &row, &random)
        row.append(comma)
        clerk.write(nationalID: human.nationalID, other: head.nationalID, to: &row, &random)
        row.append(comma)
        let hasFamilyPhone =
            member.relationship == .head || random.chance(clerk.familyPhonePercent)
        clerk.write(
            phone: human.phone != 0 ? human.phone : hasFamilyPhone ? familyPhone : 0, to: &row,
            &random)
        row.append(comma)
        let age = human.age(in: ClanMaker.today)
        if age > 14 { row.append(contentsOf: Self.marital(human.marriage).utf8) }
        row.append(contentsOf: human.isDisabled ? ",yes,".utf8 : ",no,".utf8)
        if age > 14 {
            let work = random.under(100)
            row.append(
                contentsOf: (work < 58
                    ? "unemployed"
                    : work < 80
                        ? "inactive"
                        : work < 95 ? "casual" : "self-employed").utf8)
        }
        row.append(UInt8(ascii: "\n"))
    }

    private static func marital(_ marriage: Human.Marriage) -> String {
        switch marriage {
        case .none: "single"
        case .married: "married"
        case .widowed: "widowed"
        case .divorced: "divorced"
        case .absentHusband: "absent-husband"
        }
    }

    /// `BG-0000017-03`.
    private static func append(_ person: PersonNumber, to row: inout [UInt8]) {
        append(person.household, of: SimulatedProvince.all[person.province], to: &row)
        row.append(UInt8(ascii: "-"))
        row.append(decimal: person.member, places: 2)
    }

    /// `BG-0000017`.
    private static func append(
        _ household: Int, of province: SimulatedProvince, to row: inout [UInt8]
    ) {
        row.append(contentsOf: province.prefix)
        row.append(UInt8(ascii: "-"))
        row.append(decimal: household, places: 7)
    }
}
