/// How far a node below is behind: a word and a colour.
struct LinkState {
    let kind: String
    let phrase: Phrase

    init(_ peer: NodeStatus.Peer, now: Int64) {
        let age = peer.lastContact.map { now - $0 }
        if peer.isRevoked {
            (kind, phrase) = ("", .linkRevoked)
        } else if let age, age < 26 * 3_600_000 {
            (kind, phrase) = ("good", .linkInStep)
        } else if let age, age < 72 * 3_600_000 {
            (kind, phrase) = ("look", .linkLate)
        } else {
            (kind, phrase) = age == nil ? ("", .linkNever) : ("bad", .linkLost)
        }
    }
}
