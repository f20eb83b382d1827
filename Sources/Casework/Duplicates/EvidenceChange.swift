import Registry

/// What evidence says that it did not say when a human looked at it.
///
/// A case that was decided `different` is opened again only for one of these. Figures that move a
/// little, because a model was learnt anew or others came to the registry, are none.
enum EvidenceChange: Equatable, CustomStringConvertible {
    /// Other registrations than those that were looked at look like one person, by far more than it
    /// takes to open a case.
    case otherPeople(count: Int)
    /// The evidence for a pair weighs more by so many bits.
    case heavier(bits: Double)
    /// A field that spoke against it speaks for it now.
    case agrees(field: String)

    /// Evidence that weighs more by this is another: the odds are 64 times as high.
    static let leastMoreBits = 6.0
    /// What a pair weighed at most that was not worth looking at: log2 of the odds of .95.
    static let unseenBits = 4.25
    /// A field with at least so many bits against, and then for, a pair has turned round.
    static let leastTurnedBits = 1.0

    /// The first change that is found, or nil.
    ///
    /// - Parameters:
    ///   - seen: the pairs as they were looked at.
    ///   - now: those that would open a case today.
    init?(from seen: [DuplicateCase.Pair], to now: [DuplicateCase.Pair]) {
        // The two households may have changed sides.
        let known = Dictionary(seen.map { (Set([$0.earlier, $0.later]), $0) }) { first, _ in first }
        let others = now.count {
            known[Set([$0.earlier, $0.later])] == nil
                && $0.bits - Self.unseenBits > Self.leastMoreBits
        }
        if others > 0 {
            self = .otherPeople(count: others)
            return
        }
        for pair in now {
            guard let before = known[Set([pair.earlier, pair.later])] else { continue }
            let bits = Dictionary(before.fieldBits.map { ($0.name, $0.bits) }) { first, _ in first }
            let turned = pair.fieldBits.first { field in
                field.name != "prior" && field.bits >= Self.leastTurnedBits
                    && (bits[field.name] ?? 0) <= -Self.leastTurnedBits
            }
            if let turned {
                self = .agrees(field: turned.name)
                return
            }
            if pair.bits - before.bits > Self.leastMoreBits {
                self = .heavier(bits: pair.bits - before.bits)
                return
            }
        }
        return nil
    }

    var description: String {
        switch self {
        case .otherPeople(let count): "\(count) more of their people look alike."
        case .heavier(let bits): "The evidence weighs \(Int(bits)) bits more."
        case .agrees(let field): "\(field) was different and agrees now."
        }
    }
}
