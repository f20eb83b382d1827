public import Trust

/// A Merkle tree as in RFC 6962, section 2.1: leaves are SHA-256 over a zero byte and the row,
/// nodes SHA-256 over a one byte and both children, so that no row can pass as a node.
public struct MerkleTree: Sendable {
    /// All levels from the leaves to the root. A last node without a neighbour goes up unchanged,
    /// which is the same tree as splitting at the largest power of two.
    private let levels: [[Digest]]

    /// The tree over these leaf digests, in this order.
    public init(leaves: [Digest]) {
        var hasher = SHA256Hasher()
        var levels = [leaves]
        var level = leaves
        while level.count > 1 {
            var above: [Digest] = []
            above.reserveCapacity((level.count + 1) / 2)
            for index in stride(from: 0, to: level.count - 1, by: 2) {
                above.append(
                    Self.node(left: level[index], right: level[index + 1], with: &hasher))
            }
            if level.count % 2 == 1 { above.append(level[level.count - 1]) }
            levels.append(above)
            level = above
        }
        self.levels = levels
    }

    /// The tree over these rows, in this order.
    public init(rows: some Sequence<[UInt8]>) {
        var hasher = SHA256Hasher()
        self.init(leaves: rows.map { Self.leaf($0, with: &hasher) })
    }

    /// The digest at the top; that of no bytes for a tree without leaves.
    public var root: Digest {
        levels.last?.first ?? sha256([])
    }

    /// How many leaves there are.
    public var count: Int { levels[0].count }

    /// The proof that leaf `index`, from 0, is in the tree.
    ///
    /// - Precondition: there is such a leaf.
    public func proof(at index: Int) -> MerkleProof {
        precondition((0..<count).contains(index), "a proof is for a leaf of the tree")
        var path: [Digest] = []
        var position = index
        for level in levels.dropLast() {
            let neighbour = position ^ 1
            if neighbour < level.count { path.append(level[neighbour]) }
            position /= 2
        }
        return MerkleProof(index: index, count: count, path: path)
    }

    /// The digest of a row as a leaf.
    public static func leaf(_ row: [UInt8]) -> Digest {
        var hasher = SHA256Hasher()
        return leaf(row, with: &hasher)
    }

    static func leaf(_ row: [UInt8], with hasher: inout SHA256Hasher) -> Digest {
        hasher.update([0])
        hasher.update(row)
        return hasher.finish()
    }

    static func node(left: Digest, right: Digest, with hasher: inout SHA256Hasher) -> Digest {
        hasher.update([1])
        hasher.update(left)
        hasher.update(right)
        return hasher.finish()
    }
}
