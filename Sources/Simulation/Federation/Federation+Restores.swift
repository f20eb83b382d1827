import ChangeLog
import Registry

extension Federation {
    /// Puts backups back, at the end of a schedule, in the two ways that need two provinces and one
    /// record which both hold: a request to move a family from one to the other.
    func checkRestores() throws {
        restoredTiers.formUnion([.hub, .province])
        try checkUnknownBase()
        try checkDestroyed()
    }

    /// Headquarters loses an edit, gets another one that was made upon it, and only then the first
    /// one again: that was replaced all the same.
    private func checkUnknownBase() throws {
        let (one, other) = (node("P1"), node("P2"))
        let request = try ask(at: one)
        for node in [one, other] { try round(of: node) }
        let backup = try backUp(hub)
        try edit(request, "first", at: other)
        for node in [other, one] { try round(of: node) }
        try edit(request, "second", at: one)
        try hub.restore(backup)
        for node in [one, other, one, other] { try round(of: node) }
        for node in [hub, one, other] {
            let shown = try node.journal.read { view in
                try view.shown(view.dictionary.require("transfer"))[request]
            }
            guard shown?.heads[1]?.count != 1 else { continue }
            throw Objection(
                oracle: "what was replaced before it came stays replaced", record: request,
                detail: "\(node.name) has \(shown?.heads[1]?.count ?? 0) heads.")
        }
        count("edit came before the one that it replaced")
    }

    /// What every log lost that held it is taken from those who were only told of it.
    private func checkDestroyed() throws {
        let (one, other) = (node("P1"), node("P2"))
        let backups = (hub: try backUp(hub), other: try backUp(other))
        let request = try ask(at: other)
        for node in [other, one] { try round(of: node) }
        try hub.restore(backups.hub)
        try other.restore(backups.other)
        for node in [other, one, other, one] { try round(of: node) }
        let isAtHub = try hub.journal.read { try $0.record("transfer", request) != nil }
        let isBelow = try one.journal.read { try $0.record("transfer", request) != nil }
        guard isAtHub != isBelow else {
            if !isAtHub { count("forgotten with the logs that held it") }
            return
        }
        throw Objection(
            oracle: "a node holds its scope and nothing else", record: request,
            detail: "\(one.name) \(isBelow ? "holds" : "lacks") what a restore destroyed.")
    }

    private func ask(at node: SimulatedNode) throws -> RecordID {
        try node.journal.write { session in
            let request = try session.creation(
                of: "transfer",
                [
                    "household": .reference(session.journal.newID()), "from_area": .text("c"),
                    "to_area": .text("a"), "requested_by": .text("clerk"),
                    "status": .text("asked"),
                ])
            try session.append([request], by: Authorship(actor: "clerk", reasonCode: "work"))
            return request.record
        }
    }

    private func edit(_ request: RecordID, _ reason: String, at node: SimulatedNode) throws {
        try node.journal.write { session in
            _ = try session.append(
                [try session.edit(of: "transfer", request, ["reason": .text(reason)])],
                by: Authorship(actor: "clerk of \(node.name)", reasonCode: "work"))
        }
    }

    private func backUp(_ node: SimulatedNode) throws -> String {
        try node.backUp(isVerified: false)
        return node.backups[node.backups.count - 1]
    }
}
