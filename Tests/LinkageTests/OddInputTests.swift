import Linkage
import Testing

/// Values that nobody expects and somebody types.
struct OddInputTests {
    private static let oddities = [
        "", " ", "-", ".", "0", "?", "NULL", "n/a", "لا يوجد", "\u{FEFF}", "\u{200F}", "ـــ", "ً",
        "'; DROP TABLE person; --", "<script>", "=cmd()", "👨‍👩‍👧", "𐤀𐤁", "\u{0}", "\n", "\t\t",
        String(repeating: "م", count: 70_000), String(repeating: "9", count: 40_000),
        "1983-99-99", "31/02/1983", "99999999999999999999", "-1", "1e9", "١٩٨٣", "Al-", "ال", "عبد",
        "\u{0301}\u{0301}\u{0301}", "ﷲ", "ﻣﺤﻤﺪ",
    ]

    @Test(arguments: oddities)
    func `any value in any field is taken and finds nobody who is not there`(
        oddity: String
    ) throws {
        var village = Village(households: 60)
        for field in 0..<Villager.fields.count {
            var odd = Villager(id: "O-\(field)", household: "O\(field)")
            odd.birth = "19\(50 + field)-0\(field + 1)-1\(field)"
            odd.set(field, oddity)
            village.people.append(odd)
        }
        let result = try Linker.link(village.population)
        #expect(result.pairs.allSatisfy { $0.bits.isFinite && $0.fieldBits.allSatisfy(\.isFinite) })
    }

    @Test(arguments: oddities)
    func `a list in which everybody bears one odd value is compared all the same`(
        oddity: String
    ) throws {
        var village = Village(households: 60)
        for index in village.people.indices {
            for field in 0..<Villager.fields.count { village.people[index].set(field, oddity) }
        }
        let result = try Linker.link(village.population)
        #expect(result.pairs.allSatisfy { $0.bits.isFinite })
    }

    @Test(arguments: FieldType.allCases)
    func `a list with one column of any type is compared`(type: FieldType) throws {
        let values = ["محمد علي", "1983-09-14", "07701234567", "M", "", "محمد علي", "1983-09-14"]
        var population = Population(fields: [FieldSpecification(name: "only", type: type)])
        for (row, value) in values.enumerated() {
            population.append(id: "\(row)", household: nil, source: 0, values: [value])
        }
        #expect(try Linker.link(population).pairs.allSatisfy { $0.bits.isFinite })
    }

    @Test func `dates that cannot be read are counted`() {
        var population = Population(fields: [FieldSpecification(name: "born", type: .birthDate)])
        for value in ["1983-09-14", "14/09/1983", "unknown", ""] {
            population.append(id: value, household: nil, source: 0, values: [value])
        }
        #expect(population.unreadable == [2])
    }
}
