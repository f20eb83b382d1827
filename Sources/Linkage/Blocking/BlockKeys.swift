/// The key of every row under every rule; two rows are in one block if their keys are equal.
///
/// Keys have 32 bits. Where two blocks fall on one key by chance, their rows are compared all the
/// same: a few more pairs, none lost.
struct BlockKeys: Sendable {
    let rules: Int
    /// Row by row, so that all keys of a row lie side by side; 0 where a part is missing.
    private var keys: [UInt32]

    init(_ rules: [BlockingRule], frame: Frame, workers: Workers) {
        self.rules = rules.count
        var distinct: [BlockingAtom: Int] = [:]
        let places = rules.map { rule in
            rule.atoms.map { atom -> Int in
                let place = distinct[atom] ?? distinct.count
                distinct[atom] = place
                return place
            }
        }
        let atoms = distinct.sorted { $0.value < $1.value }.map(\.key)
        let stretches = Workers.stretches(frame.count, of: 1 << 15)
        let parts = workers.map(chunks: stretches.count) { chunk in
            var part: [UInt32] = []
            part.reserveCapacity(stretches[chunk].count * rules.count)
            var values = [UInt32](repeating: 0, count: atoms.count)
            for row in stretches[chunk] {
                for index in atoms.indices { values[index] = atoms[index].value(frame, row) }
                for rule in places.indices {
                    var hash = UInt64(rule + 1)
                    for place in places[rule] {
                        if values[place] == 0 {
                            hash = 0
                            break
                        }
                        hash = Mixing.combine(hash, UInt64(values[place]))
                    }
                    part.append(hash == 0 ? 0 : Self.key(hash))
                }
            }
            return part
        }
        keys = []
        keys.reserveCapacity(frame.count * rules.count)
        for part in parts { keys.append(contentsOf: part) }
    }

    /// The upper half of a hash, never 0.
    static func key(_ hash: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: hash >> 32)) }

    subscript(row: Int, rule: Int) -> UInt32 {
        get { keys[row * rules + rule] }
        set { keys[row * rules + rule] = newValue }
    }

    /// Whether a rule before `rule` has brought the two together.
    func wereTogether(_ a: Int, _ b: Int, before rule: Int) -> Bool {
        let first = a * rules
        let second = b * rules
        for earlier in 0..<rule {
            let key = keys[first + earlier]
            if key == keys[second + earlier] && key != 0 { return true }
        }
        return false
    }
}
