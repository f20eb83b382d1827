public import Trust

/// The proof that one row is in a payroll: with the row itself it gives the root that was approved.
/// It shows nothing of anybody else.
public struct MerkleProof: Hashable, Sendable {
    /// The place of the row, from 0.
    public let index: Int
    /// How many rows the payroll has.
    public let count: Int
    /// The neighbours on the way to the root, from the bottom.
    public let path: [Digest]

    /// A proof as it was handed out.
    public init(index: Int, count: Int, path: [Digest]) {
        self.index = index
        self.count = count
        self.path = path
    }

    /// Whether `row` stands at this place of the tree with this root, taking `count` on trust:
    /// `PayrollDigest.contains` compares it with what was signed.
    ///
    /// Source: RFC 9162, section 2.1.3.2.
    public func verifies(row: [UInt8], root: Digest) -> Bool {
        guard index >= 0, index < count else { return false }
        var hasher = SHA256Hasher()
        var position = index
        var last = count - 1
        var digest = MerkleTree.leaf(row, with: &hasher)
        for neighbour in path {
            guard last > 0 else { return false }
            if position % 2 == 1 || position == last {
                digest = MerkleTree.node(left: neighbour, right: digest, with: &hasher)
                while position % 2 == 0, position != 0 {
                    position /= 2
                    last /= 2
                }
            } else {
                digest = MerkleTree.node(left: digest, right: neighbour, with: &hasher)
            }
            position /= 2
            last /= 2
        }
        return last == 0 && digest == root
    }
}
