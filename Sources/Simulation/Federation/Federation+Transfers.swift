import ChangeLog
import Registry
import Storage

extension Federation {
    /// A node asks for a household that lies elsewhere, of which it saw the masked record.
    func askTransfer(at node: SimulatedNode) throws {
        guard node.role != .hub else { return }
        let elsewhere = try hub.journal.read { view in
            try view.transaction.rows("SELECT id, area FROM household ORDER BY id")
                .filter { !leaves(of: node).contains($0.text(1)) }
        }
        guard let row = random.pick(elsewhere), let household = row.id(0),
            let to = random.pick(leaves(of: node))
        else { return }
        let transfer = try node.journal.write { session in
            try session.askTransfer(
                of: household, from: row.text(1), to: to,
                by: Authorship(actor: "clerk of \(node.name)", reasonCode: "work"))
        }
        count("transfer asked")
        note("transfer asked \(node.name) \(transfer)")
    }

    /// A node answers one of the requests that it may answer.
    func answerTransfer(at node: SimulatedNode) throws {
        let open = try node.journal.read { view in
            try view.transaction.rows(
                "SELECT id, household FROM transfer WHERE status = 'asked' ORDER BY id")
        }
        guard let row = random.pick(open), let transfer = row.id(0), let household = row.id(1)
        else { return }
        let grants = random.chance(75)
        let officer = Authorship(actor: "officer of \(node.name)", reasonCode: "work")
        do {
            try node.journal.write { session in
                guard try !session.isClosed(household) else { return }
                if grants {
                    try session.grantTransfer(transfer, by: officer)
                } else {
                    try session.refuseTransfer(transfer, by: officer)
                }
            }
        } catch let refusal as TransferRefusal {
            count("transfer not answered")
            note("transfer \(refusal)")
            return
        }
        count(grants ? "transfer granted" : "transfer refused")
        note("transfer answered \(node.name) \(transfer) \(grants)")
    }
}
