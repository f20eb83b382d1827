/// A pair of places in the frame with its score.
struct ScoredPair: Sendable {
    let a: UInt32
    let b: UInt32
    let pattern: UInt64
    var bits: Double
    var householdBits: Double

    /// Likelier first; ties by place, so that the order is always the same.
    static func likelierFirst(_ left: ScoredPair, _ right: ScoredPair) -> Bool {
        if left.bits != right.bits { return left.bits > right.bits }
        return (left.a, left.b) < (right.a, right.b)
    }
}
