import Registry
import Storage
import Trust

// What the nodes signed: their own entries, and what they received of others.
extension JournalAudit {
    private func keys(of name: String) throws -> [VerifyingKey] {
        let identity = session.journal.identity
        // A node that has not joined yet has no record of itself.
        let own = name == identity.name ? [identity.signingKey.publicKey] : []
        return try session.transaction.rows(
            "SELECT signing_key FROM node WHERE name = $1 ORDER BY id", .text(name)
        ).compactMap { try? VerifyingKey(bytes: $0.bytes(0)) } + own  // a bad key verifies nothing
    }

    /// Verifies every signature, and that whatever another node wrote is signed by it.
    mutating func checkSignatures() throws {
        var known: [String: [VerifyingKey]] = [:]
        let rows = try session.transaction.rows(
            """
            SELECT b.origin, b.incarnation, s.sequence, s.signature, j.digest
            FROM signature s JOIN branch b ON b.ix = s.branch
            LEFT JOIN journal j ON j.branch = s.branch AND j.sequence = s.sequence
            ORDER BY b.origin, b.incarnation, s.sequence
            """)
        for row in rows {
            report.signatures += 1
            let origin = row.text(0)
            let keys = try known[origin] ?? keys(of: origin)
            known[origin] = keys
            let message = TipSignature.message(
                branch: Branch(
                    origin: origin, incarnation: UInt64(bitPattern: row.integer(1))),
                sequence: UInt64(row.integer(2)), digest: Digest(bytes: row.bytes(4)) ?? .zero)
            if !keys.contains(where: { $0.verifies(row.bytes(3), of: message) }) {
                find(
                    .badSignature, "\(origin) \(row.integer(2))",
                    "The signature of \(origin) does not fit its changeset \(row.integer(2)).")
            }
        }
        report.unsigned =
            try session.transaction.first(
                """
                SELECT COUNT(*) FROM journal j JOIN branch b ON b.ix = j.branch
                WHERE j.kind = 0 AND b.origin = $1 AND j.sequence > COALESCE(
                    (SELECT MAX(sequence) FROM signature s WHERE s.branch = j.branch), 0)
                """, .text(session.journal.identity.name))?.int(0) ?? 0
        for (origin, tip, signed) in try session.view.unsigned() {
            find(
                .badSignature, "\(origin) \(tip)",
                "No signature of \(origin) covers its changesets after \(signed).")
        }
    }

    /// Verifies every receipt whose giver's key is known here; those for what waits behind a gap
    /// are verified once it is merged.
    mutating func checkReceipts() throws {
        let rows = try session.transaction.rows(
            """
            SELECT b.origin, b.incarnation, r.first_sequence, r.last_sequence, r.receiver,
                r.received, r.signature, j.digest, r.digest IS j.digest
            FROM receipt r JOIN branch b ON b.ix = r.branch
            JOIN journal j ON j.branch = r.branch AND j.sequence = r.last_sequence
            """)
        for row in rows {
            report.receipts += 1
            let receipt = Receipt(
                branch: Branch(
                    origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1))),
                first: UInt64(row.integer(2)), last: UInt64(row.integer(3)),
                digest: Digest(bytes: row.bytes(7)) ?? .zero, receiver: row.text(4),
                received: UInt64(row.integer(5)), signature: row.bytes(6))
            let keys = try keys(of: receipt.receiver)
            let isSigned = keys.contains { $0.verifies(receipt.signature, of: receipt.message) }
            if row.integer(8) == 0 || !keys.isEmpty && !isSigned {
                find(
                    .badReceipt, "\(receipt.branch.origin) \(receipt.last)",
                    "The receipt of \(receipt.receiver) does not fit what it received.")
            }
        }
    }
}
