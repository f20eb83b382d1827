import Registry
import Simulation
import Testing

@Suite struct PopulationTests {
    @Test func `one seed gives the same bytes, another seed other people`() {
        let one = SimulatedRegistry(persons: 2_000, seed: 5)
        #expect(one.files == SimulatedRegistry(persons: 2_000, seed: 5).files)
        #expect(one.files != SimulatedRegistry(persons: 2_000, seed: 6).files)
    }

    @Test func `bytes stay the same from release to release`() {
        let registry = SimulatedRegistry(persons: 1_000, seed: 1)
        #expect(registry.digest == 16_689_634_701_085_511_305)
    }

    @Test(arguments: [1, 40, 5_000])
    func `there are as many persons as asked for, and at most a clan more`(count: Int) {
        let registry = SimulatedRegistry(persons: count, seed: 2)
        #expect(registry.report.persons == registry.persons.count)
        #expect(registry.report.households == registry.households.count)
        #expect((count...(count + 150)).contains(registry.persons.count))
    }

    @Test func `every household has one head, and every person a household`() {
        let registry = SimulatedRegistry(persons: 20_000, seed: 3)
        var heads: [String: Int] = [:]
        for row in registry.persons where row["relationship"] == "head" {
            heads[row["household_number"], default: 0] += 1
        }
        let households = Set(registry.households.map { $0["household_number"] })
        #expect(households.count == registry.households.count)
        #expect(heads.count == households.count)
        #expect(heads.values.allSatisfy { $0 == 1 })
        #expect(registry.persons.allSatisfy { households.contains($0["household_number"]) })
        #expect(Set(registry.persons.map { $0["person_number"] }).count == registry.persons.count)
    }

    @Test func `a population of one province has no file of another`() {
        let registry = SimulatedRegistry(persons: 3_000, seed: 13, province: "IQ-NI")
        #expect(
            Set(registry.files.keys) == [
                "IQ-NI-households.csv", "IQ-NI-persons.csv", "truth-clusters.csv",
                "truth-pairs.csv",
            ])
        #expect(registry.households.allSatisfy { $0["province"] == "IQ-NI" })
    }

    @Test(arguments: PopulationSimulation.Noise.allCases)
    func `all numbers and dates can be read`(noise: PopulationSimulation.Noise) throws {
        let registry = SimulatedRegistry(persons: 8_000, seed: 4, noise: noise)
        for row in registry.persons {
            #expect(!row["given_name"].isEmpty)
            if !row["birth_date"].isEmpty { _ = try PartialDate(row["birth_date"]) }
            if !row["national_id"].isEmpty { _ = try IraqNationalID(row["national_id"]) }
            if !row["phone"].isEmpty { _ = try IraqPhoneNumber(row["phone"]) }
        }
        for row in registry.households where !row["account_iban"].isEmpty {
            _ = try IBAN(row["account_iban"])
        }
    }

    @Test func `the truth speaks of rows that exist, of each pair once, never within a household`()
    {
        let registry = SimulatedRegistry(persons: 20_000, seed: 7, repeatRate: 0.1)
        let household = Dictionary(
            uniqueKeysWithValues: registry.persons.map {
                ($0["person_number"], $0["household_number"])
            })
        var clusters: [String: Set<String>] = [:]
        for row in registry.clusters { clusters[row["cluster"], default: []].insert(row["id"]) }
        var pairs: Set<Set<String>> = []
        for row in registry.pairs {
            #expect(household[row["id_a"]] != nil && household[row["id_b"]] != nil)
            #expect(household[row["id_a"]] != household[row["id_b"]])
            #expect(RepeatKind(rawValue: row["kind"]) != nil)
            #expect(pairs.insert([row["id_a"], row["id_b"]]).inserted)
        }
        // The pairs of a cluster are all pairs of its members.
        let expected = clusters.values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
        #expect(pairs.count == expected)
        for cluster in clusters.values {
            for one in cluster {
                for other in cluster where one < other { #expect(pairs.contains([one, other])) }
            }
        }
        #expect(registry.report.truePairs == pairs.count)
        #expect(registry.report.clusters == clusters.count)
        let surplus = clusters.values.reduce(0) { $0 + $1.count - 1 }
        #expect(registry.report.repeatedPersons == surplus)
    }

    @Test(arguments: [0, 0.01, 0.03, 0.2])
    func `as many rows are repeated as asked for`(rate: Double) {
        let registry = SimulatedRegistry(persons: 40_000, seed: 8, repeatRate: rate)
        let share = Double(registry.report.repeatedPersons) / Double(registry.report.persons)
        #expect(abs(share - rate) <= 0.1 * rate + 0.0005)
    }

    @Test func `more noise makes more differences between rows of one person`() {
        let shares = PopulationSimulation.Noise.allCases.map { noise in
            SimulatedRegistry(persons: 20_000, seed: 9, repeatRate: 0.2, noise: noise)
                .shareOfPairs(equalIn: "birth_date")
        }
        #expect(shares[0] > shares[1] && shares[1] > shares[2])
        #expect((0.83...0.92).contains(shares[1]))
    }

    @Test func `every kind of repetition happens`() {
        let registry = SimulatedRegistry(persons: 40_000, seed: 10, repeatRate: 0.3)
        let kinds = Set(registry.pairs.map { $0["kind"] })
        #expect(kinds == Set(RepeatKind.allCases.map(\.rawValue)))
    }

    @Test func `names come in three scripts, and dates heap on the first of July`() {
        let registry = SimulatedRegistry(persons: 30_000, seed: 11)
        func rows(_ matches: (Unicode.Scalar) -> Bool) -> Int {
            registry.persons.count { $0["given_name"].unicodeScalars.contains(where: matches) }
        }
        #expect(rows { "ەێۆڕڵڤ".unicodeScalars.contains($0) } > 100)
        #expect(rows { $0.isASCII && $0.properties.isAlphabetic } > 50)
        let old = registry.persons.filter {
            ("1940"..<"1965").contains($0["birth_date"].prefix(4))
        }
        let heaped = old.count { $0["birth_date"].hasSuffix("-07-01") }
        #expect((0.3...0.55).contains(Double(heaped) / Double(old.count)))
    }

    @Test func `twins, namesakes and shared phones are there to mislead`() {
        let registry = SimulatedRegistry(persons: 60_000, seed: 12, repeatRate: 0)
        func shared(_ columns: [String], apart: Bool) -> Int {
            var households: [[String]: [String]] = [:]
            for row in registry.persons where !columns.contains(where: { row[$0].isEmpty }) {
                households[columns.map { row[$0] }, default: []].append(row["household_number"])
            }
            return households.values.count { $0.count > 1 && (!apart || Set($0).count > 1) }
        }
        #expect(shared(["household_number", "mother_name", "birth_date"], apart: false) > 200)
        #expect(
            shared(["given_name", "father_name", "grandfather_name", "family_name"], apart: true)
                > 10)
        #expect(shared(["phone"], apart: true) > 10)
        #expect(shared(["national_id"], apart: true) > 0)
    }
}
