/// What two records must share for the desk to compare them.
struct DeskRule: Sendable {
    /// A part of a row that can be shared.
    enum Atom: Sendable, Hashable {
        case whole(Int)
        case skeleton(Int)
        case year(Int)
    }

    let atoms: [Atom]
    /// The field whose value alone is the key, for identifiers and phones.
    var codeField: Int? {
        if case .whole(let field) = atoms[0], atoms.count == 1 { return field }
        return nil
    }

    /// The rules for these fields, the most telling first: each identifier and phone, and the
    /// combinations of names and date of birth of which a registration seldom has all wrong.
    static func rules(for fields: [FieldSpecification]) -> [DeskRule] {
        func all(_ types: FieldType...) -> [Int] {
            fields.indices.filter { types.contains(fields[$0].type) }
        }
        let names = all(.givenName) + all(.lineageName) + all(.familyName) + all(.freeName)
        let lineage = all(.lineageName)
        let mother = all(.motherName).first
        let family = all(.familyName).first
        let given = names.first
        let father = lineage.first ?? (names.count > 1 ? names[1] : nil)
        let date = all(.birthDate).first
        let year = (date ?? all(.year).first).map { Atom.year($0) }
        let day = date.map { Atom.whole($0) }
        func rule(_ atoms: Atom?...) -> DeskRule? {
            let known = atoms.compactMap(\.self)
            return known.count == atoms.count && Set(known).count == known.count
                ? DeskRule(atoms: known) : nil
        }
        func whole(_ field: Int?) -> Atom? { field.map { .whole($0) } }
        func skeleton(_ field: Int?) -> Atom? { field.map { .skeleton($0) } }
        let codes = all(.identifier, .phone).map { DeskRule(atoms: [.whole($0)]) }
        let combinations = [
            rule(whole(father), whole(lineage.dropFirst().first), day),
            rule(whole(father), whole(family), day),
            rule(whole(given), whole(mother), day),
            rule(skeleton(given), skeleton(mother), day),
            rule(whole(given), whole(father), day),
            rule(skeleton(given), skeleton(father), year),
            rule(whole(given), whole(family), year),
            rule(whole(given), whole(father), whole(lineage.dropFirst().first)),
        ]
        return codes + combinations.compactMap(\.self)
    }
}
