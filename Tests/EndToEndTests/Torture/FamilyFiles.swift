import Foundation

/// Rows of families, made of those of the demonstration: their shapes and names, mixed, under
/// numbers of their own.
struct FamilyFiles {
    let householdHeader: [String]
    let personHeader: [String]
    /// Where in a person's row the telephone stands.
    let phone: Int
    /// Where in a person's row the date of birth stands.
    let birth: Int
    private let households: [[String]]
    private let persons: [[String]]
    private let byHousehold: [String: [[String]]]
    private let districts: [String]

    /// - Parameter districts: where the families are to live; where those of the files do if nil.
    init(of province: String, districts: [String]? = nil) throws {
        let paths = DemoFiles.paths(of: province)
        var households = try DemoFiles.rows(paths[0])
        var persons = try DemoFiles.rows(paths[1])
        householdHeader = households.removeFirst()
        personHeader = persons.removeFirst()
        phone = personHeader.firstIndex(of: "phone") ?? 0
        birth = personHeader.firstIndex(of: "birth_date") ?? 0
        self.households = households
        self.persons = persons
        byHousehold = Dictionary(grouping: persons) { $0[1] }
        self.districts = districts ?? Set(households.map { $0[2] }).sorted()
    }

    /// The persons of the files whose families live in one of these districts.
    func persons(in districts: Set<String>) -> [[String]] {
        households.filter { districts.contains($0[2]) }
            .flatMap { (byHousehold[$0[0]] ?? []).filter { $0[birth].count >= 4 }.prefix(1) }
    }

    /// All numbers in the files: of households, and of persons.
    var numbers: (households: Set<String>, persons: Set<String>) {
        (Set(households.map { $0[0] }), Set(persons.map { $0[0] }))
    }

    /// A family that was not there before.
    func family(
        _ number: String, _ dice: inout Dice
    ) -> (household: [String], persons: [[String]]) {
        let model = dice.pick(households)
        var household = model
        household[0] = number
        household[2] = dice.pick(districts)
        blank(&household, householdHeader, ["account_iban"])
        let people = (byHousehold[model[0]] ?? []).enumerated().map { index, model in
            var person = model
            person[0] = number + String(format: "-%02d", index + 1)
            person[1] = number
            // The names of somebody else of the same sex, and another day in the same year: hardly
            // anybody looks like somebody else.
            let other = dice.pick(persons)
            for (place, name) in personHeader.enumerated()
            where ["father_name", "grandfather_name", "family_name", "mother_name"].contains(name) {
                person[place] = other[place]
            }
            person[birth] = anotherDay(in: person[birth], &dice)
            person[phone] = "0771\(dice.number(1_000_000...9_999_999))"
            blank(&person, personHeader, ["national_id"])
            return person
        }
        return (household, people)
    }

    /// Another day in the same year; nothing where nobody knows the year.
    func anotherDay(in date: String, _ dice: inout Dice) -> String {
        guard date.count >= 4 else { return date }
        return String(
            format: "\(date.prefix(4))-%02d-%02d", dice.number(1...12), dice.number(1...28))
    }

    private func blank(_ row: inout [String], _ header: [String], _ columns: [String]) {
        for column in columns {
            if let place = header.firstIndex(of: column) { row[place] = "" }
        }
    }
}
