import Linkage
import Testing

struct ExplanationTests {
    private let person = Villager(
        id: "A-1", household: "A", nationalID: "198369610123", phone: "07752336285")

    private func explained(
        _ change: (inout Villager) -> Void, household: String = "B", between: Bool = false
    ) throws -> PairExplanation {
        var village = Village(households: 150)
        village.people += [person, person.copy("B-1", household: household, change)]
        let rows = RowPair(village.people.count - 1, village.people.count - 2)
        let result = try Linker.link(
            village.population, options: LinkOptions(between: between, explain: [rows]))
        return try #require(result.explanations.first)
    }

    private func levels(_ explanation: PairExplanation) -> [String?] {
        explanation.steps.map(\.level)
    }

    @Test func `every field says how its two values agree`() throws {
        let explanation = try explained { copy in
            copy.given = "مرتضي"
            copy.father = "صقر"
            copy.grandfather = "حاتمم"
            copy.family = "Al-Jabrawi"
            copy.mother = "غصون"
            copy.birth = "1983-07-01"
            copy.nationalID = "198369601123"
            copy.phone = ""
        }
        #expect(
            explanation.steps.map(\.name) == [
                "prior", "given_name", "father_name", "grandfather_name", "family_name",
                "mother_name", "sex", "birth_date", "national_id", "phone", "household",
            ])
        #expect(
            levels(explanation) == [
                nil, "exact", "same consonants", "same consonants", "same consonants",
                "first name, rest missing", "exact", "same year", "one edit", nil, nil,
            ])
    }

    @Test func `a mistake speaks less for one person than the value itself`() throws {
        let exact = try explained { _ in }
        let mistaken = try explained { $0.nationalID = "198369610923" }
        let different = try explained { $0.nationalID = "197712345678" }
        #expect(exact.pair.bits > mistaken.pair.bits)
        #expect(mistaken.pair.bits > different.pair.bits)
        #expect(different.steps[8].level == "different")
        #expect(different.steps[8].bits < 0)
    }

    @Test func `the parts add up to the bits of the pair`() throws {
        let explanation = try explained { $0.phone = "07700000000" }
        let sum = explanation.steps.reduce(0) { $0 + $1.bits }
        #expect(abs(sum - explanation.pair.bits) < 0.001)
    }

    @Test func `strangers can be explained though nobody compared them`() throws {
        let explanation = try explained { copy in
            copy.given = "زينب"
            copy.father = "علي"
            copy.grandfather = "كريم"
            copy.family = "التميمي"
            copy.mother = "هدى"
            copy.sex = "F"
            copy.birth = "2001-03-05"
            copy.nationalID = ""
            copy.phone = ""
        }
        #expect(explanation.relation == .comparable)
        #expect(explanation.pair.bits < -20)
        #expect(explanation.kinShare < 0.5)
    }

    @Test func `brothers are weighed against relatives`() throws {
        let explanation = try explained { copy in
            copy.given = "ياسين"
            copy.birth = "1985-02-03"
            copy.nationalID = ""
        }
        #expect(explanation.kinShare > 0.99)
        #expect(explanation.steps[2].bits < 0.5)
    }

    @Test func `members of one household are said to be known as different`() throws {
        #expect(try explained({ _ in }, household: "A").relation == .sameHousehold)
        #expect(try explained({ _ in }, between: true).relation == .sameSource)
    }
}
