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
        try revoke(stranger)
    }

    /// A province sends an entry in the name of another node: under its own signature, or under that
    /// of a node that lies elsewhere and whose key it stole.
    private func forge(
        as origin: SimulatedNode, sentBy sender: SimulatedNode, signedBy signer: SimulatedNode,
        _ refusal: (String) -> SyncRefusal
    ) throws {
        let before = try entries(of: hub)
        let entry = try nextEntry(of: origin)
        let branch = Branch(
            origin: entry.header.origin, incarnation: entry.header.incarnation)
        let message = TipSignature.message(
            branch: branch, sequence: entry.header.sequence, digest: entry.digest)
        let frame = PushFrame(
            entries: [entry.bytes],
            signatures: [
                PushFrame.Signature(
                    branch: branch, sequence: entry.header.sequence,
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
    private func nextEntry(of origin: SimulatedNode) throws -> Changeset {
        let tip = try hub.journal.read { try $0.tips() }.last { $0.branch.origin == origin.name }
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
