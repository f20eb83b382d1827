import Linkage
import Testing

struct LinkOptionsTests {
    private let person = Villager(id: "A-1", household: "A", nationalID: "198369610123")

    private func village() -> Village {
        var village = Village(households: 120)
        village.people += [
            person, person.copy("B-1", household: "B"),
            person.copy("C-1", household: "C") { $0.source = 1 },
        ]
        return village
    }

    @Test func `between sources leaves out pairs within one`() throws {
        let pairs = try village().pairs(LinkOptions(between: true))
        #expect(pairs == [["A-1", "C-1"], ["B-1", "C-1"]])
    }

    @Test func `swapping the sources changes no pair`() throws {
        var mirrored = village()
        for index in mirrored.people.indices {
            mirrored.people[index].source = 2 - mirrored.people[index].source
        }
        mirrored.people.reverse()
        let options = LinkOptions(between: true, oneToOne: true)
        #expect(try mirrored.pairs(options) == village().pairs(options))
    }

    @Test func `one to one leaves each record one partner`() throws {
        #expect(try village().pairs(LinkOptions(oneToOne: true)).count == 1)
    }

    @Test func `households and identifiers are not needed`() throws {
        var village = village()
        for index in village.people.indices {
            village.people[index].household = nil
            village.people[index].nationalID = ""
        }
        #expect(try village.pairs().isSuperset(of: [["A-1", "B-1"], ["A-1", "C-1"]]))
    }

    @Test func `a stored model gives the same pairs again`() throws {
        let village = village()
        let first = try Linker.link(village.population)
        let again = try Linker.link(village.population, options: LinkOptions(model: first.model))
        #expect(again.pairs == first.pairs)
    }

    @Test func `own blocking rules are used`() throws {
        let rules = [["given_name", "father_name.skeleton", "birth_date.year"]]
        let result = try Linker.link(village().population, options: LinkOptions(blocking: rules))
        #expect(result.blocking == ["given_name + father_name.skeleton + birth_date.year"])
        #expect(result.pairs.count >= 3)
    }

    @Test(arguments: [
        (LinkOptions(blocking: [["shoe_size"]]), "shoe_size"),
        (LinkOptions(blocking: [[]]), "rule"),
        (LinkOptions(blocking: [["sex.year"]]), "sex.year"), (LinkOptions(threshold: 1.5), "1.5"),
    ])
    func `options that do not fit are refused with the reason`(
        options: LinkOptions, fact: String
    ) throws {
        let error = try #require(throws: LinkageError.self) {
            try Linker.link(village().population, options: options)
        }
        #expect(error.description.contains(fact))
    }

    @Test(arguments: [0, 1, 2])
    func `hardly any record is no error`(count: Int) throws {
        var village = Village(households: 0)
        for index in 0..<count {
            village.people.append(person.copy("P-\(index)", household: nil))
        }
        #expect(try Linker.link(village.population).pairs.count <= 1)
    }
}
