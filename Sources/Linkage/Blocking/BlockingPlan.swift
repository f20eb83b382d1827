/// Chooses blocking rules from the types of the fields and how often their values collide.
///
/// Templates run from wide to narrow. A rule is taken when the pairs it would make are affordable
/// and no rule taken before finds them anyway. Small populations thus get wide rules.
struct BlockingPlan {
    let frame: Frame
    /// Expected share of random pairs that agree on an atom.
    private var collisions: [BlockingAtom: Double] = [:]
    private static let largestPlan = 18

    init(frame: Frame) { self.frame = frame }

    /// The rules for this population.
    mutating func rules() -> [BlockingRule] {
        let rows = Double(frame.count)
        let allPairs = rows * (rows - 1) / 2
        let affordable = 2 * rows + 400_000
        var chosen: [BlockingRule] = []
        for atoms in templates() {
            let rule = BlockingRule(atoms: atoms)
            if chosen.count == Self.largestPlan { break }
            if chosen.contains(where: { $0.covers(rule) }) { continue }
            var expected = allPairs
            for atom in atoms { expected *= collision(atom) }
            if expected <= affordable || atoms.count >= 3 { chosen.append(rule) }
        }
        return chosen
    }

    private mutating func collision(_ atom: BlockingAtom) -> Double {
        if let known = collisions[atom] { return known }
        var counts: [UInt32: Int] = [:]
        // Every eighth row tells enough of a large population.
        let step = frame.count > 200_000 ? 8 : 1
        var rows = 0
        for row in stride(from: 0, to: frame.count, by: step) {
            rows += 1
            let value = atom.value(frame, row)
            if value != 0 { counts[value, default: 0] += 1 }
        }
        let agreeing = counts.values.reduce(0) { $0 + $1 * ($1 - 1) }
        let share = Double(agreeing) / max(1, Double(rows) * Double(rows - 1))
        collisions[atom] = share
        return share
    }

    private func templates() -> [[BlockingAtom]] {
        func whole(_ field: Int) -> BlockingAtom { BlockingAtom(field: field, part: .whole) }
        func skeleton(_ field: Int) -> BlockingAtom { BlockingAtom(field: field, part: .skeleton) }
        let given = frame.fields(of: .givenName)
        let lineage = frame.fields(of: .lineageName)
        let family = frame.fields(of: .familyName)
        let mother = frame.fields(of: .motherName)
        let dates = frame.fields(of: .birthDate)
        let free = frame.fields(of: .freeName)
        let places = frame.fields(of: .postcode, .place)
        let phones = frame.fields(of: .phone)
        let years =
            dates.map { BlockingAtom(field: $0, part: .year) }
            + frame.fields(of: .year).map(whole)
        let ancestors = lineage + family + mother

        var templates = frame.fields(of: .identifier).map { [whole($0)] }
        templates += (phones + dates).map { [whole($0)] }
        // One's own name with each other thing that is known, and two other things together.
        for name in given {
            templates += family.map { [skeleton(name), skeleton($0)] }
            templates += (dates + phones).map { [whole(name), whole($0)] }
        }
        for date in dates {
            templates += (ancestors + phones + places + free).map { [whole($0), whole(date)] }
        }
        for name in given {
            for first in lineage.indices {
                for second in lineage.indices where second > first {
                    templates.append([name, lineage[first], lineage[second]].map(skeleton))
                }
            }
            for year in years {
                templates += ancestors.map { [skeleton(name), skeleton($0), year] }
                templates += ancestors.map { [whole(name), whole($0), year] }
            }
            for ancestor in mother + family {
                templates += lineage.map { [whole(name), whole($0), whole(ancestor)] }
            }
            templates += (free + places + family).map { [whole(name), whole($0)] }
        }
        for name in family { templates += (free + places).map { [whole(name), whole($0)] } }
        for first in ancestors.indices {
            for second in ancestors.indices where second > first {
                for date in dates {
                    templates.append([ancestors[first], ancestors[second], date].map(whole))
                }
            }
        }
        templates += (free + places).map { [whole($0)] }
        for first in free.indices {
            for second in free.indices where second > first {
                templates.append([whole(free[first]), whole(free[second])])
            }
        }
        if templates.isEmpty {
            templates = frame.fields.indices.map { [whole($0)] }
        }
        return templates
    }

    /// Atoms that split a block that is too large, the best first.
    func splitters() -> [BlockingAtom] {
        let dates = frame.fields(of: .birthDate)
        return dates.map { BlockingAtom(field: $0, part: .year) }
            + frame.fields(of: .givenName, .familyName, .lineageName, .motherName)
            .map { BlockingAtom(field: $0, part: .skeleton) }
            + dates.map { BlockingAtom(field: $0, part: .whole) }
    }

    /// The rule that a mapping spells out.
    func rule(_ columns: [String]) throws(LinkageError) -> BlockingRule {
        var atoms: [BlockingAtom] = []
        for column in columns {
            if let field = frame.fields.firstIndex(where: { $0.name == column }) {
                atoms.append(BlockingAtom(field: field, part: .whole))
                continue
            }
            let suffixes: [(String, BlockingAtom.Part)] = [
                (".year", .year), (".skeleton", .skeleton),
            ]
            guard let (suffix, part) = suffixes.first(where: { column.hasSuffix($0.0) }),
                let field = frame.fields.firstIndex(where: {
                    $0.name == column.dropLast(suffix.count)
                }),
                part == .skeleton
                    ? frame.fields[field].type.isName
                    : [.birthDate, .year].contains(frame.fields[field].type)
            else { throw .unknownBlockingColumn(column, known: frame.fields.map(\.name)) }
            atoms.append(BlockingAtom(field: field, part: part))
        }
        guard !atoms.isEmpty else { throw .emptyBlockingRule }
        return BlockingRule(atoms: atoms)
    }
}
