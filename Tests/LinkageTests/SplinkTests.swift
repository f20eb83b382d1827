import Foundation
import Linkage
import Testing

struct SplinkTests {
    private func result(_ options: LinkOptions = LinkOptions()) throws -> LinkResult {
        var village = Village(households: 120)
        let person = Villager(id: "A-1", household: "A", nationalID: "198369610123")
        village.people += [person, person.copy("B-1", household: "B")]
        return try Linker.link(village.population, options: options)
    }

    private func settings(_ dialect: SplinkSettings.Dialect) throws -> [String: Any] {
        let rules = [["national_id"], ["given_name.skeleton", "birth_date.year"]]
        let result = try result(LinkOptions(blocking: rules))
        let settings = SplinkSettings(
            result.model, blocking: result.blocking, between: false, dialect: dialect)
        let object = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(settings))
        return try #require(object as? [String: Any])
    }

    @Test func `the levels of each field keep their probabilities and add up to one`() throws {
        let comparisons = try #require(try settings(.duckdb)["comparisons"] as? [[String: Any]])
        #expect(comparisons.count == Villager.fields.count)
        for comparison in comparisons {
            let levels = try #require(comparison["comparison_levels"] as? [[String: Any]])
            for key in ["m_probability", "u_probability"] {
                let sum = levels.compactMap { $0[key] as? Double }.reduce(0, +)
                #expect(abs(sum - 1) < 1e-6)
            }
        }
    }

    @Test func `blocking rules become conditions on the prepared columns`() throws {
        let key = "blocking_rules_to_generate_predictions"
        let rules = try #require(try settings(.spark)[key] as? [[String: String]])
        #expect(
            rules.map { $0["blocking_rule"] } == [
                "l.national_id = r.national_id",
                "l.given_name_skeleton = r.given_name_skeleton "
                    + "AND substr(l.birth_date, 1, 4) = substr(r.birth_date, 1, 4)",
            ])
        #expect(rules.allSatisfy { $0["sql_dialect"] == "spark" })
    }

    @Test func `the prepared columns hold what the settings compare`() {
        var population = Population(fields: Villager.fields)
        let person = Villager(id: "A-1", household: "A", nationalID: "1983 6961-0123")
        population.append(id: "A-1", household: "A", source: 2, values: person.values)
        let table = SplinkTable(population)
        let cells = Dictionary(uniqueKeysWithValues: zip(table.header, table.row(0)))
        #expect(cells["unique_id"] == "A-1")
        #expect(cells["family_name"] == "جبراوي")
        #expect(cells["mother_name"] == "غصون")
        #expect(cells["mother_name_rest"] == "حسين")
        #expect(cells["birth_date"] == "1983-09-14")
        #expect(cells["national_id"] == "198369610123")
    }
}
