import ChangeLog

extension Visit {
    /// The person of this session as the author of a change.
    func author(_ reasonCode: String, _ reason: String = "") -> Authorship {
        Authorship(actor: actor, reasonCode: reasonCode, reason: String(reason.prefix(1000)))
    }
}
