/// How much less an exact name says where another agrees already, because the two go together.
///
/// Names are not drawn one by one: ماري is rare in the nation and common among daughters of a بطرس.
/// Whoever multiplies the two frequencies takes people of one community for one person. So the share
/// of a name among those with the same name of the father takes the place of its share among all,
/// wherever it is larger.
struct NameDependence: Sendable {
    /// By field: the field on whose agreement its share depends; -1 for none.
    private let parents: [Int]
    /// By field and the two names: how many bits the agreement says less.
    private var bits: [UInt64: Float] = [:]
    /// A share seen among others counts like so many people with the share among all.
    private static let shrinkage = 50.0
    private static let leastBits = 0.25

    /// No dependence at all.
    init(fields: Int) { parents = Array(repeating: -1, count: fields) }

    /// Measures, over the people of a frame, how names go together. Members of one household and
    /// people born on one day count once: kin and doubles are no community.
    init(frame: Frame, frequencies: TermFrequencies) {
        parents = Self.parents(frame)
        let date = frame.fields(of: .birthDate).first
        for (field, parent) in parents.enumerated() where parent >= 0 {
            let bearers = Self.bearers(frame, parent)
            var found: [UInt64: Float] = [:]
            KinPairs.forEachGroup(frame, sharing: [field, parent]) { group in
                guard group.count > 2 else { return }
                let people = Self.people(frame, group, date) - 2
                if people < 1 { return }
                let name = frame.cell(group[0], field)
                let other = frame.cell(group[0], parent)
                let marginal = Double(frequencies.bits[field][Int(name)])
                let among = Double(max(people, bearers[Int(other)] - 2)) + Self.shrinkage
                let share = (Double(people) + Self.shrinkage * Bits.exp2(-marginal)) / among
                let less = Bits.rounded(marginal + Bits.log2(min(1, share)))
                if less >= Self.leastBits { found[Self.key(field, name, other)] = Float(less) }
            }
            bits.merge(found, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The same for the rows of a small frame.
    ///
    /// - Parameter names: by its name tokens, the token of the frame that was measured.
    func among(_ frame: Frame, names: [UInt32]) -> NameDependence {
        var small = NameDependence(parents: parents)
        guard !isEmpty else { return small }
        for row in 0..<frame.count {
            for (field, parent) in parents.enumerated() where parent >= 0 {
                let name = frame.cell(row, field)
                let other = frame.cell(row, parent)
                if name == 0 || other == 0 { continue }
                let key = Self.key(field, names[Int(name)], names[Int(other)])
                if let less = bits[key] { small.bits[Self.key(field, name, other)] = less }
            }
        }
        return small
    }

    private init(parents: [Int]) { self.parents = parents }

    /// How many bits the exact agreement of `field` says less in a pair with this pattern.
    func less(_ field: Int, _ pattern: UInt64, _ frame: Frame, _ row: Int) -> Double {
        let parent = parents[field]
        guard parent >= 0, pattern >> UInt64(4 * parent) & 15 == Level.Name.exact else { return 0 }
        let key = Self.key(field, frame.cell(row, field), frame.cell(row, parent))
        return Double(bits[key] ?? 0)
    }

    /// Whether there is anything to look up.
    var isEmpty: Bool { bits.isEmpty }

    private static func key(_ field: Int, _ name: UInt32, _ other: UInt32) -> UInt64 {
        // 28 bits for a name are enough for any population.
        UInt64(field) << 58 | UInt64(name & 0x1FFF_FFFF) << 29 | UInt64(other & 0x1FFF_FFFF)
    }

    /// One's own name and the mother's go with the father's, the father's with the grandfather's,
    /// the last of the line with the family.
    private static func parents(_ frame: Frame) -> [Int] {
        let line =
            frame.fields(of: .givenName).prefix(1) + frame.fields(of: .lineageName)
            + frame.fields(of: .familyName).prefix(1)
        var parents = [Int](repeating: -1, count: frame.fields.count)
        for (field, parent) in zip(line, line.dropFirst()) { parents[field] = parent }
        let fathers = frame.fields(of: .lineageName) + frame.fields(of: .familyName)
        for field in frame.fields(of: .motherName) { parents[field] = fathers.first ?? -1 }
        return parents
    }

    /// By name: in how many households it occurs.
    private static func bearers(_ frame: Frame, _ field: Int) -> [Int] {
        var bearers = [Int](repeating: 0, count: frame.names.count)
        var last = [UInt32](repeating: .max, count: frame.names.count)
        for row in 0..<frame.count {
            let name = Int(frame.cell(row, field))
            if last[name] == frame.household[row] { continue }
            last[name] = frame.household[row]
            bearers[name] += 1
        }
        return bearers
    }

    /// How many people certainly different in household and date of birth a group has at least.
    private static func people(_ frame: Frame, _ group: [Int], _ date: Int?) -> Int {
        var households = 0
        var last = UInt32.max
        for row in group where frame.household[row] != last {
            last = frame.household[row]
            households += 1
        }
        guard let date, households > 2 else { return households }
        let dates = Set(group.map { frame.cell($0, date) })
        return min(households, dates.count)
    }
}
