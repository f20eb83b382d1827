import Registry
import Storage
import Trust

/// The changesets of the journal that were read last, by position: many records come from the same
/// few, and reading one means hashing it.
final class RecentChangesets {
    private static let most = 256
    private var kept: [Int64: Changeset] = [:]
    private var order: [Int64] = []
    private var next = 0
    private var hasher = SHA256Hasher()

    /// The changeset that stands at a position of the journal.
    func changeset(at position: Int64, in transaction: Transaction) throws -> Changeset {
        if let known = kept[position] { return known }
        let row = try transaction.first(
            "SELECT body FROM journal WHERE pos = $1", .integer(position))
        let changeset = try Changeset(bytes: row?.bytes(0) ?? [], hasher: &hasher)
        if order.count < Self.most {
            order.append(position)
        } else {
            kept[order[next]] = nil
            order[next] = position
            next = (next + 1) % Self.most
        }
        kept[position] = changeset
        return changeset
    }
}
