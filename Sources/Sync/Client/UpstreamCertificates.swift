public import ChangeLog
import Registry
import Storage
public import Trust

/// The certificates with which an upstream showed itself to this node.
///
/// A node shows the newest it has, and never an older one again: whoever comes with an older one
/// has it from a stolen machine or an old copy. The order counts in which this node saw them, since
/// clocks may go back; of one that it never saw, when it was issued.
public struct UpstreamCertificates: ServerMemory {
    private let journal: Journal
    private let node: String

    /// - Parameter node: the upstream.
    public init(_ journal: Journal, of node: String) {
        self.journal = journal
        self.node = node
    }

    public func standing(of certificate: Certificate) throws -> ServerStanding {
        let known = try journal.store.read { transaction in
            try transaction.rows(
                "SELECT serial, issued FROM upstream_certificate WHERE node = $1 ORDER BY number",
                .text(node))
        }
        guard let newest = known.last else { return .new }
        if newest.text(0) == certificate.serialHex { return .present }
        if known.contains(where: { $0.text(0) == certificate.serialHex }) { return .replaced }
        // One of a time that has not come was issued while its authority's clock ran ahead.
        let now = Int64(journal.clock.milliseconds / 1000)
        let issued = newest.integer(1)
        return issued <= now && certificate.issued < issued ? .replaced : .new
    }

    public func note(_ certificate: Certificate) throws {
        try journal.store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO upstream_certificate (node, serial, issued) VALUES ($1, $2, $3)
                ON CONFLICT DO NOTHING
                """, .text(node), .text(certificate.serialHex), .integer(certificate.issued))
        }
    }
}
