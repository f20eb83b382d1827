import ChangeLog
import Registry
import Storage
import Trust

/// The certificates that were handed out, and which of them count.
///
/// Whoever renews has two for a while: the answer with the new one may be lost on its way, so the
/// old one stays good until the new one is presented. From then on it opens nothing here, also to a
/// thief; nodes below that saw the new one believe the old one no more (`UpstreamCertificates`).
extension Membership {
    /// The record that a certificate stands for when it is presented for the first time; nil later
    /// on, or where nobody can tell the record.
    ///
    /// - Throws: `MembershipRefusal`, `StoreError`.
    func firstUse(
        of certificate: Certificate, by name: String, _ transaction: Transaction
    ) throws -> RecordID? {
        // Rows are numbered in the order in which they were written; clocks may go back.
        let known = try transaction.first(
            """
            SELECT n.revoked_on, c.record, c.used, EXISTS (
                SELECT 1 FROM certificate l
                WHERE l.record = c.record AND l.used IS NOT NULL AND l.rowid > c.rowid
                    AND l.issued >= c.issued)
            FROM certificate c JOIN node n ON n.id = c.record WHERE c.serial = $1
            """, .text(certificate.serialHex))
        guard let known else { return try firstUse(ofUnknown: certificate, by: name, transaction) }
        guard known.isNull(0) else { throw MembershipRefusal.revoked(name) }
        guard known.integer(3) == 0 else { throw MembershipRefusal.certificateReplaced(name) }
        return known.isNull(2) ? known.id(1) : nil
    }

    /// Of a certificate that was handed out before this node was restored from a backup, or at the
    /// hub for a node below this one: the name decides.
    private func firstUse(
        ofUnknown certificate: Certificate, by name: String, _ transaction: Transaction
    ) throws -> RecordID? {
        let records = try transaction.rows(
            "SELECT id, upstream, revoked_on FROM node WHERE name = $1", .text(name))
        guard !records.isEmpty else { throw MembershipRefusal.unknownNode(name) }
        guard records.contains(where: { $0.isNull(2) }) else {
            throw MembershipRefusal.revoked(name)
        }
        // It may be the lost laptop's.
        guard records.allSatisfy({ $0.isNull(2) }) else {
            throw MembershipRefusal.certificateUnknown(name)
        }
        guard records.count == 1, records[0].text(1) == journal.identity.name,
            let record = records[0].id(0)
        else { return nil }
        let newer = try transaction.first(
            """
            SELECT 1 FROM certificate
            WHERE record = $1 AND used IS NOT NULL AND issued > $2
            """, .reference(record), .integer(certificate.issued))
        guard newer == nil else { throw MembershipRefusal.certificateReplaced(name) }
        return record
    }

    /// Remembers a certificate, for which record it stands, and that it was presented.
    ///
    /// - Parameter record: nil where the hub signs for a province, which makes the record later.
    func keep(
        _ certificate: Certificate, record: RecordID?, isUsed: Bool = false,
        in transaction: Transaction
    ) throws {
        let hosts = certificate.hosts.filter { !Self.localHosts.contains($0) }
        try transaction.execute(
            """
            INSERT INTO certificate (serial, node, record, hosts, issued, not_after, used)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (serial) DO UPDATE SET used = COALESCE(certificate.used, excluded.used)
            """,
            .text(certificate.serialHex), .text(certificate.node ?? ""),
            record.map { .reference($0) } ?? .bytes([]), .text(hosts.joined(separator: ",")),
            .integer(certificate.issued), .integer(certificate.notAfter),
            isUsed ? .integer(nowSeconds) : .null)
    }

    /// Refuses hosts under which another node is reached, whatever way they are written: by its last
    /// certificate, as long as that is good. Those of a node that was revoked are free again.
    ///
    /// - Parameter isMember: whether the node has the hosts already; then only those count that other
    ///   nodes reach as their upstream: two offices may have one address in networks of their own.
    func requireFree(
        hosts: [String], for node: String, isMember: Bool = false, _ view: RegistryView
    ) throws {
        let rows = try view.transaction.rows(
            """
            SELECT c.hosts FROM certificate c
            WHERE c.node <> $1 AND c.not_after > $2 AND c.node NOT IN (
                SELECT name FROM node GROUP BY name HAVING COUNT(revoked_on) = COUNT(*))
            AND c.rowid = (SELECT MAX(l.rowid) FROM certificate l WHERE l.node = c.node)
            """ + (isMember ? " AND c.node IN (SELECT upstream FROM node)" : ""),
            .text(node), .integer(nowSeconds))
        let local = Set(Self.localHosts.map(HostName.init))
        let taken = ownHosts.union(rows.flatMap { Self.list($0.text(0)).map(HostName.init) })
            .subtracting(local)
        for host in hosts where taken.contains(HostName(host)) {
            throw MembershipRefusal.foreignHost(host)
        }
    }
}
