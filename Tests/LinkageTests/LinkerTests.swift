import Linkage
import Testing

struct LinkerTests {
    private let person = Villager(
        id: "A-1", household: "A", nationalID: "198369610123", phone: "07752336285")

    @Test func `a copy in another household is found, and nobody else`() throws {
        var village = Village(households: 150)
        village.people += [person, person.copy("B-1", household: "B")]
        #expect(try village.pairs() == [["A-1", "B-1"]])
    }

    @Test(arguments: [
        ["given": "مرتضي"], ["given": "Murtada", "family": "Al-Jabrawi"], ["birth": "1983-07-01"],
        ["nationalID": "198369601123"], ["family": ""], ["phone": ""], ["father": "صكير"],
    ])
    func `a copy with a mistake is found`(changes: [String: String]) throws {
        var village = Village(households: 150)
        village.people += [
            person,
            person.copy("B-1", household: "B") { copy in
                if let given = changes["given"] { copy.given = given }
                if let father = changes["father"] { copy.father = father }
                if let family = changes["family"] { copy.family = family }
                if let birth = changes["birth"] { copy.birth = birth }
                if let number = changes["nationalID"] { copy.nationalID = number }
                if let phone = changes["phone"] { copy.phone = phone }
            },
        ]
        #expect(try village.pairs() == [["A-1", "B-1"]])
    }

    @Test func `twins, brothers and a shared phone are not one person`() throws {
        var village = Village(households: 150)
        village.people += [
            person,
            person.copy("B-1", household: "B") {
                $0.given = "منتظر"
                $0.nationalID = "198312345678"
            },
            person.copy("C-1", household: "C") {
                $0.given = "ياسين"
                $0.birth = "1979-02-03"
                $0.nationalID = ""
            },
        ]
        #expect(try village.pairs().isEmpty)
    }

    @Test func `a grandson with his grandfather's names is another person`() throws {
        var village = Village(households: 150)
        village.people += [
            person.copy("A-1", household: "A") { $0.nationalID = "" },
            person.copy("B-1", household: "B") {
                $0.nationalID = ""
                $0.phone = ""
                $0.birth = "2019-01-28"
                $0.mother = "نضال كامل"
            },
        ]
        #expect(try village.pairs().isEmpty)
    }

    @Test func `father and son whose names take turns are two people`() throws {
        var village = Village(households: 150)
        village.people += [
            person.copy("A-1", household: "A") {
                $0.grandfather = $0.given
                $0.nationalID = ""
            },
            person.copy("B-1", household: "B") {
                $0.given = person.father
                $0.father = person.given
                $0.grandfather = person.father
                $0.nationalID = ""
                $0.birth = "2009-11-28"
                $0.mother = "نضال كامل"
            },
        ]
        #expect(try village.pairs().isEmpty)
    }

    @Test func `a family registered twice is found member by member`() throws {
        var village = Village(households: 150)
        let given = ["مرتضى", "زهراء", "نوار"]
        for (index, name) in given.enumerated() {
            let member = person.copy("A-\(index)", household: "A") {
                $0.given = name
                $0.birth = "199\(index)-0\(index + 2)-17"
                $0.nationalID = ""
                $0.phone = ""
            }
            village.people.append(member)
            village.people.append(
                member.copy("B-\(index)", household: "B") { if index == 2 { $0.birth = "" } })
        }
        #expect(try village.pairs() == [["A-0", "B-0"], ["A-1", "B-1"], ["A-2", "B-2"]])
    }

    @Test func `the order of rows changes neither pairs nor bits`() throws {
        var village = Village(households: 120)
        village.people += [person, person.copy("B-1", household: "B") { $0.given = "مرتظى" }]
        village.people += [person.copy("C-1", household: "C") { $0.birth = "1983-09-15" }]
        let shuffles: [([Villager]) -> [Villager]] = [
            { $0 }, { $0.reversed() }, { $0.sorted { $0.values.joined() < $1.values.joined() } },
        ]
        let found = try shuffles.map { shuffle in
            var other = village
            other.people = shuffle(village.people)
            return try Linker.link(other.population).pairs.map { pair in
                let ids = [other.people[pair.a].id, other.people[pair.b].id].sorted()
                return "\(ids) \(pair.bits) \(pair.fieldBits) \(pair.householdBits)"
            }.sorted()
        }
        #expect(found[0].count >= 3)
        #expect(found[0] == found[1] && found[0] == found[2])
    }

    @Test func `two of one household are never in one pair or cluster`() throws {
        var village = Village(households: 120)
        village.people += [
            person, person.copy("A-2", household: "A"), person.copy("B-1", household: "B"),
        ]
        let result = try Linker.link(village.population)
        for pair in result.pairs {
            #expect(village.people[pair.a].household != village.people[pair.b].household)
        }
        for cluster in result.clusters {
            let households = cluster.compactMap { village.people[$0].household }
            #expect(Set(households).count == cluster.count)
        }
    }

    @Test func `three registrations are one cluster`() throws {
        var village = Village(households: 120)
        village.people += [
            person, person.copy("B-1", household: "B"), person.copy("C-1", household: "C"),
        ]
        let clusters = try Linker.link(village.population).clusters
        #expect(clusters.map { $0.map { village.people[$0].id } } == [["A-1", "B-1", "C-1"]])
    }

    @Test func `the parts of a pair's evidence add up`() throws {
        var village = Village(households: 120)
        village.people += [person, person.copy("B-1", household: "B")]
        let pair = try #require(try Linker.link(village.population).pairs.first)
        let sum = pair.fieldBits.reduce(pair.priorBits + pair.householdBits, +)
        #expect(abs(sum - pair.bits) < 0.001)
        #expect(pair.fieldBits.count == Villager.fields.count)
    }

    @Test func `an identifier of many households is generic and links nobody`() throws {
        var village = Village(households: 200)
        for index in stride(from: 0, to: village.people.count, by: 20) {
            village.people[index].nationalID = "111111111111"
        }
        let result = try Linker.link(village.population)
        #expect(result.genericValues.map(\.value) == ["111111111111"])
        #expect(result.pairs.isEmpty)
    }
}
