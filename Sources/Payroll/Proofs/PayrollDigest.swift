public import Registry
public import Trust

/// What people sign: how many are paid, how much in all, and a digest of every row.
public struct PayrollDigest: Hashable, Sendable {
    /// The root of the Merkle tree over the rows, sorted by entitlement id.
    public let root: Digest
    /// How many entitlements.
    public let count: Int
    /// Their sum.
    public let total: Money

    /// The sum in minor units.
    public var totalMinor: Int64 { total.amountMinor }

    /// A digest as it was stored.
    public init(root: Digest, count: Int, total: Money) {
        self.root = root
        self.count = count
        self.total = total
    }

    /// The digest of these entitlements, whatever their order; `currency` is that of the programme.
    ///
    /// Throws `Money.Problem` when the total overflows or currencies are mixed.
    public static func of(
        _ entitlements: [Entitlement], currency: Currency
    ) throws(Money.Problem) -> PayrollDigest {
        // Ids with their leaves are sorted, not the entitlements: those are large.
        var hasher = SHA256Hasher()
        var leaves: [(id: RecordID, leaf: Digest)] = []
        leaves.reserveCapacity(entitlements.count)
        for entitlement in entitlements {
            leaves.append((entitlement.id, MerkleTree.leaf(entitlement.row, with: &hasher)))
        }
        leaves.sort { $0.id != $1.id ? $0.id < $1.id : $0.leaf < $1.leaf }
        return PayrollDigest(
            root: MerkleTree(leaves: leaves.map(\.leaf)).root, count: entitlements.count,
            total: try Money.sum(entitlements.lazy.map(\.amount), currency: currency))
    }

    /// Whether `row` is one of the rows that were signed. A root alone does not say how many rows
    /// it stands for, so the count of the proof must be the signed one.
    public func contains(row: [UInt8], proof: MerkleProof) -> Bool {
        proof.count == count && proof.verifies(row: row, root: root)
    }

    /// Root, count and total in one digest, as stored in one field: SHA-256 over the fields
    /// `shabaka payroll digest 1`, root, count, total in minor units and currency code, each with
    /// its length as in `Entitlement.row`.
    public var sealed: Digest {
        var writer = RowWriter()
        writer.add("shabaka payroll digest 1")
        writer.add(root.bytes)
        writer.add(count)
        writer.add(totalMinor)
        writer.add(total.currency.code)
        return sha256(writer.bytes)
    }
}

extension PayrollDigest: CustomStringConvertible {
    /// Count, total and the first digits of the root.
    public var description: String {
        "\(count) × \(total), root \(root.hex.prefix(16))…"
    }
}
