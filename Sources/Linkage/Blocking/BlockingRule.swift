/// A part of a row that two records must share to be compared.
struct BlockingAtom: Hashable, Sendable {
    enum Part: Hashable, Sendable { case whole, skeleton, year }
    let field: Int
    let part: Part

    /// The value of the part in a row; 0 where it is missing.
    func value(_ frame: Frame, _ row: Int) -> UInt32 {
        let cell = frame.cell(row, field)
        switch part {
        case .whole:
            if frame.fields[field].type == .birthDate {
                let date = cell & (Comparator.placeholderMark - 1)
                return date & 31 == 0 ? 0 : date
            }
            return cell
        case .skeleton: return cell == 0 ? 0 : frame.skeletons[Int(cell)]
        case .year:
            return frame.fields[field].type == .birthDate
                ? (cell & (Comparator.placeholderMark - 1)) >> 9 : cell
        }
    }

    /// Whether whoever shares `other` shares this too.
    func isImplied(by other: BlockingAtom) -> Bool {
        field == other.field && (part == other.part || other.part == .whole)
    }
}

/// Records that share all atoms are compared.
struct BlockingRule: Hashable, Sendable {
    let atoms: [BlockingAtom]

    /// Whether this rule finds every pair that `other` finds.
    func covers(_ other: BlockingRule) -> Bool {
        atoms.allSatisfy { atom in other.atoms.contains { atom.isImplied(by: $0) } }
    }

    /// The rule in words: `given_name + birth_date.year`.
    func description(_ frame: Frame) -> String {
        atoms.map { atom in
            let name = frame.fields[atom.field].name
            switch atom.part {
            case .whole: return name
            case .skeleton: return name + ".skeleton"
            case .year: return name + ".year"
            }
        }.joined(separator: " + ")
    }
}
