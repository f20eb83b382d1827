/// A registry of families that never lived, made from a seed, with the truth about who is in it
/// twice.
///
/// Clans of three generations are made, their households registered by clerks with habits and
/// errors of their own, and some of them registered again. The same options give the same bytes on
/// every machine.
public enum PopulationSimulation {
    /// What is asked for.
    public struct Options: Hashable, Sendable {
        /// At least so many rows of persons; at most a clan more.
        public var persons: Int
        /// What everything comes from.
        public var seed: UInt64
        /// Which part of all rows are further registrations of somebody: 0 to 0.5.
        public var repeatRate: Double
        public var noise: Noise
        /// A code of ISO 3166-2 when everything takes place in one province of the pack.
        public var province: String?

        public init(
            persons: Int, seed: UInt64, repeatRate: Double = 0.03, noise: Noise = .normal,
            province: String? = nil
        ) {
            precondition(persons > 0, "a population has persons")
            precondition((0...0.5).contains(repeatRate), "at most half of the rows are repeated")
            self.persons = persons
            self.seed = seed
            self.repeatRate = repeatRate
            self.noise = noise
            self.province = province
        }
    }

    /// The provinces that `Options.province` may name.
    public static var provinces: [String] { SimulatedProvince.all.map(\.code) }

    /// How careless the clerks are.
    public enum Noise: String, CaseIterable, Codable, Sendable {
        case low, normal, high

        /// Errors happen so many per cent as often as in a registry of normal noise.
        var percent: Int {
            switch self {
            case .low: 40
            case .normal: 100
            case .high: 220
            }
        }
    }

    /// What was made, in numbers.
    public struct Report: Codable, Hashable, Sendable {
        public var households = 0
        /// Rows of persons.
        public var persons = 0
        /// Rows of persons who had a row already.
        public var repeatedPersons = 0
        /// The same by `RepeatKind`.
        public var repeatedBy: [String: Int] = [:]
        /// Pairs of rows that are one person.
        public var truePairs = 0
        /// Persons with more rows than one.
        public var clusters = 0
    }

    /// Makes a population; each file's bytes come piece by piece and in order.
    public static func run(
        _ options: Options, write: (PopulationFile, [UInt8]) throws -> Void
    ) rethrows -> Report {
        var random = SplitMix64(seed: options.seed)
        let names = NameChoices()
        let numbers = NumberSource(seed: options.seed)
        let provinces = ProvinceChoice(only: options.province)
        var clans = ClanMaker(names: names, numbers: numbers, provinces: provinces)
        let composer = HouseholdComposer(numbers: numbers)
        var planner = RepeatPlanner(
            rate: options.repeatRate, numbers: numbers, provinces: provinces)
        var registrar = Registrar(book: names.book, numbers: numbers, noise: options.noise)
        var output = PopulationOutput()
        var nextID: Int32 = 0
        // Those who come back do so later, among others.
        var waiting: [SimulatedHousehold] = []
        var waitingPersons = 0
        let patience = 2000
        while registrar.report.persons + waitingPersons < options.persons {
            var clan = clans.make(&random)
            var households = composer.households(of: &clan, nextID: &nextID, &random)
            var further = planner.plan(&households, of: clan, &random)
            markRepeated(&households, &further)
            for household in households { registrar.register(household, to: &output, &random) }
            for household in further {
                waitingPersons += household.members.count
                guard waiting.count >= patience else {
                    waiting.append(household)
                    continue
                }
                let place = random.under(patience)
                waitingPersons -= waiting[place].members.count
                registrar.register(waiting[place], to: &output, &random)
                waiting[place] = household
            }
            try output.flush(all: false, write)
        }
        for household in waiting { registrar.register(household, to: &output, &random) }
        registrar.finish(&output)
        try output.flush(all: true, write)
        return registrar.report
    }

    /// Tells the first registration of a human that others follow.
    private static func markRepeated(
        _ households: inout [SimulatedHousehold], _ further: inout [SimulatedHousehold]
    ) {
        var repeated: Set<Int32> = []
        for household in households + further {
            for member in household.members where member.repeated != nil {
                repeated.insert(member.human.trueID)
            }
        }
        guard !repeated.isEmpty else { return }
        func mark(_ households: inout [SimulatedHousehold]) {
            for house in households.indices {
                for place in households[house].members.indices
                where repeated.contains(households[house].members[place].human.trueID) {
                    households[house].members[place].human.isRepeated = true
                }
            }
        }
        mark(&households)
        mark(&further)
    }
}
