import Simulation

/// What somebody types into the search box.
enum TypedText: String, CaseIterable, Sendable {
    case twoLetters = "two letters of a given name"
    case givenName = "a given name"
    case half = "given name and half of the father's"
    case two = "given name and father's"
    case whole = "given name, father's and family's"
    case misspelt = "the same with a slip"
    case latin = "the same in Latin letters"
    case identifier = "national ID"
    case beginning = "half of a national ID"
    case phone = "phone"
    case household = "number of the household"

    /// What is typed to find a person; nil where the record lacks it.
    func text(of person: AskedPeople.Person, _ clerk: inout SecondClerk) -> String? {
        let names = (
            given: person["given_name"], father: person["father_name"],
            family: person["family_name"]
        )
        func joined(_ parts: String...) -> String? {
            parts.contains("") ? nil : parts.joined(separator: " ")
        }
        switch self {
        case .twoLetters: return joined(String(names.given.prefix(2)))
        case .givenName: return joined(names.given)
        case .half: return joined(names.given, String(names.father.prefix(names.father.count / 2)))
        case .two: return joined(names.given, names.father)
        case .whole: return joined(names.given, names.father, names.family)
        case .misspelt: return joined(clerk.name(names.given), names.father, names.family)
        case .latin:
            guard let given = clerk.latin(names.given), let father = clerk.latin(names.father),
                let family = clerk.latin(names.family, isFamily: true)
            else { return nil }
            return joined(given, father, family)
        case .identifier: return joined(person["national_id"])
        case .beginning:
            return joined(String(person["national_id"].prefix(person["national_id"].count / 2)))
        case .phone: return joined(person["phone"])
        case .household: return joined(person.householdNumber)
        }
    }
}
