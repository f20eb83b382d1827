import ChangeLog
import Registry
import Storage
import Sync
import Trust

extension Federation {
    /// Tries at the end of a schedule what must never pass, and looks that it left nothing.
    func checkRefusals() throws {
        let province = node("P1")
        try forge(as: node("F1"), sentBy: province, signedBy: province) { .badSignature($0) }
        let stranger = node("F3")
        try forge(as: stranger, sentBy: province, signedBy: stranger) { .foreignOrigin($0) }
        // Of a node that was cloned two logs go on.
        if let field = nodes.first(where: { one in
            one.role == .field && nodes.count { $0.name == one.name } == 1
        }) {
            try slipIn(as: field, sentBy: node(field.upstream ?? ""))
        }
        try revoke(stranger)
    }

    /// A province puts an entry of its own before one that a node below signed, in the place of that
    /// node's own: it never counts, and the honest one does.
    private func slipIn(as origin: SimulatedNode, sentBy sender: SimulatedNode) throws {
        let incarnation = origin.journal.presentIncarnation
        let first = try register(at: origin)
        try round(of: sender)
        let tip = try hub.journal.read { try $0.tips() }.first {
            $0.branch == Branch(origin: origin.name, incarnation: incarnation)
        }
        guard let tip else { return }
        let forged = try nextEntry(of: origin, after: tip)
        let others = try (0..<2).map { _ in try register(at: origin) }
        let (last, signature) = try sender.journal.read { view in
            let row = try view.transaction.first(
                """
                SELECT j.sequence, j.body, s.signature FROM branch b
                JOIN journal j ON j.branch = b.ix
                JOIN signature s ON s.branch = b.ix AND s.sequence = j.sequence
                WHERE b.origin = $1 AND b.incarnation = $2 ORDER BY j.sequence DESC LIMIT 1
                """, .text(origin.name), .integer(Int64(bitPattern: incarnation)))
            return (
                row?.bytes(1) ?? [],
                PushFrame.Signature(
                    branch: tip.branch, sequence: UInt64(row?.integer(0) ?? 0),
                    signature: row?.bytes(2) ?? [])
            )
        }
        let frame = PushFrame(
            entries: [forged.bytes, last], signatures: [signature], receipts: [])
        _ = try SyncServer(hub.journal)
            .answer(.push, Compression.compress(frame.bytes), from: sender.name)
        try round(of: sender)
        let isThere = try hub.journal.read { view in
            try ([first] + others).allSatisfy { try view.record("household", $0) != nil }
        }
        let isForged = try hub.journal.read { view in
            try view.entryDigest(tip.branch, forged.header.sequence) == forged.digest
        }
        guard isThere, !isForged else {
            throw Objection(
                oracle: "nobody writes in the name of another", record: nil,
                detail: "\(sender.name) slipped in an entry before one that \(origin.name) signed.")
        }
        count("forged entry before a signed one left aside")
    }

    /// A household that a node registers and its upstream hears of.
    private func register(at origin: SimulatedNode) throws -> RecordID {
        let household = try origin.journal.write { session in
            let household = try session.creation(
                of: "household",
                ["number": .text("honest"), "area": .text(origin.areas.first ?? "")])
            try session.append([household], by: Authorship(actor: "clerk", reasonCode: "work"))
            return household.record
        }
        try round(of: origin)
        return household
    }

    /// A province sends an entry in the name of another node: under its own signature, or under that
    /// of a node that lies elsewhere and whose key it stole.
    private func forge(
        as origin: SimulatedNode, sentBy sender: SimulatedNode, signedBy signer: SimulatedNode,
        _ refusal: (String) -> SyncRefusal
    ) throws {
        let before = try entries(of: hub)
        let tip = try hub.journal.read { try $0.tips() }.last { $0.branch.origin == origin.name }
        let entry = try nextEntry(of: origin, after: tip)
        let message = TipSignature.message(
            branch: entry.branch, sequence: entry.header.sequence, digest: entry.digest)
        let frame = PushFrame(
            entries: [entry.bytes],
            signatures: [
                PushFrame.Signature(
                    branch: entry.branch, sequence: entry.header.sequence,
                    signature: try signer.journal.identity.signingKey.sign(message))
            ], receipts: [])
        let wanted = refusal(origin.name)
        do {
            _ = try SyncServer(hub.journal)
                .answer(.push, Compression.compress(frame.bytes), from: sender.name)
        } catch let found as SyncRefusal where found == wanted {
            count("forged entry refused: \(found.code)")
        }
        guard try entries(of: hub) != before else { return }
        throw Objection(
            oracle: "nobody writes in the name of another", record: nil,
            detail: "\(sender.name) wrote as \(origin.name) under the key of \(signer.name).")
    }

    /// The entry that a node would write next, as anybody can make it who sees the log.
    private func nextEntry(of origin: SimulatedNode, after tip: Tip?) throws -> Changeset {
        let journal = hub.journal
        let header = Changeset.Header(
            origin: origin.name, incarnation: tip?.branch.incarnation ?? 1,
            sequence: (tip?.sequence ?? 0) + 1, previous: tip?.digest ?? .zero,
            stamp: Stamp(endOf: time.milliseconds), actor: "forger", reasonCode: "forged",
            reason: "", batch: nil, parent: nil, dictionary: journal.dictionary.version)
        let household = try journal.write { session in
            try session.creation(
                of: "household",
                ["number": .text("forged"), "area": .text(origin.areas.first ?? "")])
        }
        var hasher = SHA256Hasher()
        return try Changeset(
            header: header, changes: [household], salts: { (1, 2) }, hasher: &hasher)
    }

    /// A revoked node gets nothing in and nothing out, at the tier that it speaks with.
    private func revoke(_ revoked: SimulatedNode) throws {
        let upstream = node(revoked.upstream ?? "")
        try hub.journal.write { session in
            let rows = try session.transaction.rows(
                "SELECT id FROM node WHERE name = $1 ORDER BY id", .text(revoked.name))
            let changes = try rows.compactMap { $0.id(0) }.map { id in
                try session.edit(
                    of: "node", id, ["revoked_on": .integer(Int64(time.milliseconds))])
            }
            try session.append(changes, by: Authorship(actor: "operator", reasonCode: "revoke"))
        }
        try round(of: upstream)
        let request = try SyncRound(revoked.journal).next()
        do {
            guard let request else { return }
            _ = try SyncServer(upstream.journal)
                .answer(request.call, request.body, from: revoked.name)
        } catch SyncRefusal.revoked {
            count("revoked node refused")
            return
        }
        throw Objection(
            oracle: "a revoked node is refused", record: nil,
            detail: "\(upstream.name) answers \(revoked.name).")
    }
}
