/// Why somebody is not let in, or a token is not given out.
public enum MembershipRefusal: Error, Sendable, Equatable {
    case certificateRequired
    /// The certificate names no node, or more than one thing.
    case noNode
    case certificateExpired
    /// The certificate's node is no longer a member.
    case revoked(String)
    /// A newer certificate of the same node was presented.
    case certificateReplaced(String)
    /// A restore lost which of a name's nodes it stands for, and one of them was revoked.
    case certificateUnknown(String)
    /// Nothing is known here of the certificate's node.
    case unknownNode(String)
    case unknownToken
    case expiredToken
    /// Another node used the token.
    case usedToken
    /// The signature does not fit the signing key.
    case noProof
    /// The name is not of the form `[A-Z0-9-]{1,32}`.
    case badName(String)
    /// Somebody else has this name.
    case nameTaken(String)
    /// The area is not known, or not in the scope of who asks.
    case foreignArea(String)
    case noAreas
    /// Another node is reached under this host name.
    case foreignHost(String)
    /// A field office has nobody below it.
    case noTierBelow
    /// Only a province asks for others' certificates.
    case notAProvince(String)
    /// The upstream that has to sign cannot be reached now.
    case authorityUnreachable(String)

    /// The word by which programs know the reason.
    public var code: String {
        switch self {
        case .certificateRequired: "certificate-required"
        case .noNode: "no-node"
        case .certificateExpired: "certificate-expired"
        case .revoked: "revoked"
        case .certificateReplaced: "certificate-replaced"
        case .certificateUnknown: "certificate-unknown"
        case .unknownNode: "unknown-node"
        case .unknownToken: "unknown-token"
        case .expiredToken: "expired-token"
        case .usedToken: "used-token"
        case .noProof: "no-proof"
        case .badName: "bad-name"
        case .nameTaken: "name-taken"
        case .foreignArea: "foreign-area"
        case .noAreas: "no-areas"
        case .foreignHost: "foreign-host"
        case .noTierBelow: "no-tier-below"
        case .notAProvince: "not-a-province"
        case .authorityUnreachable: "authority-unreachable"
        }
    }

    /// The HTTP status that carries the reason.
    public var status: Int {
        switch self {
        case .certificateRequired: 401
        case .badName, .noAreas: 400
        case .nameTaken, .usedToken: 409
        case .authorityUnreachable: 503
        default: 403
        }
    }
}

extension MembershipRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .certificateRequired:
            "Only nodes with a certificate of this federation are answered. Join first."
        case .noNode: "The certificate names no node of a federation."
        case .certificateExpired:
            "The certificate has ended. Renew it, and check the clocks of both nodes."
        case .revoked(let name):
            "“\(name)” was revoked. Call headquarters; to join again, get a token at the upstream "
                + "and use a new --data."
        case .certificateReplaced(let name):
            "A newer certificate of “\(name)” is in use. If “\(name)” was put back from a backup, "
                + "run “shabaka pki renew” there; if not, somebody has its key: call headquarters."
        case .certificateUnknown(let name):
            "This certificate of “\(name)” is not known here since a restore. Run “shabaka pki "
                + "renew” at “\(name)”."
        case .unknownNode(let name):
            "No node “\(name)” joined here. Ask for a new token and join again."
        case .unknownToken: "Nobody here gave out this token. Check that it is whole."
        case .expiredToken: "The token has expired. Ask for a new one."
        case .usedToken: "The token was used by another node. Ask for a new one."
        case .noProof: "The request is not signed with the signing key that it names."
        case .badName(let name):
            "“\(name)” cannot name a node: use 1 to 32 of A–Z, 0–9 and -."
        case .nameTaken(let name): "There is a node “\(name)” elsewhere. Choose another name."
        case .foreignArea(let code):
            "The area “\(code)” is not known here or not in this node's scope. Check --areas."
        case .noAreas: "A node needs the areas that it serves. Give --areas."
        case .foreignHost(let host):
            "Another node is reached as “\(host)”. Check --host."
        case .noTierBelow: "Nothing joins a field office. Give the token out at its province."
        case .notAProvince(let name): "“\(name)” is no province: it cannot vouch for others."
        case .authorityUnreachable(let reason):
            "The certificate has to come from headquarters, which cannot be reached: \(reason)"
        }
    }
}
