/// Why an upstream does not go on with a node below it, or a node with its upstream.
public enum SyncRefusal: Error, Sendable, Equatable {
    /// No node of this name joined here.
    case unknownNode(String)
    case revoked(String)
    /// The other side speaks a newer protocol: this program must be upgraded first.
    case upgradeFirst(theirs: Int, ours: Int)
    /// Another node answers than the one above this one.
    case wrongUpstream(expected: String, found: String)
    /// The bytes are not what the protocol says.
    case malformed(String)
    /// An entry of an origin that does not lie below the sender.
    case foreignOrigin(String)
    /// An origin's signature does not fit its entries.
    case badSignature(String)
    /// The feed's answer needs the sender's tips.
    case tipsNeeded
    /// The upstream cannot take anything now.
    case busy
    case diskFull

    /// The word by which the other side knows the reason.
    public var code: String {
        switch self {
        case .unknownNode: "unknown-node"
        case .revoked: "revoked"
        case .upgradeFirst: "upgrade-first"
        case .wrongUpstream: "wrong-upstream"
        case .malformed: "malformed"
        case .foreignOrigin: "foreign-origin"
        case .badSignature: "bad-signature"
        case .tipsNeeded: "tips-needed"
        case .busy: "busy"
        case .diskFull: "disk-full"
        }
    }

    /// The HTTP status that carries the reason.
    public var status: Int {
        switch self {
        case .unknownNode, .revoked, .foreignOrigin, .wrongUpstream: 403
        case .upgradeFirst: 426
        case .malformed, .badSignature: 400
        case .tipsNeeded: 409
        case .busy: 503
        case .diskFull: 507
        }
    }
}

extension SyncRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownNode(let name):
            "No node “\(name)” joined here. Join it again with a new token."
        case .revoked(let name):
            "“\(name)” was revoked. Call headquarters; to join again, get a token at the upstream "
                + "and use a new --data."
        case .upgradeFirst(let theirs, let ours):
            "The other side speaks protocol \(theirs), this side \(ours). Upgrade this node first."
        case .wrongUpstream(let expected, let found):
            "“\(found)” answers where “\(expected)” should. Nothing was pushed. Check the address."
        case .malformed(let what): "The message is not of the protocol: \(what)"
        case .foreignOrigin(let name):
            "An entry says that “\(name)” wrote it, which does not lie below the sender."
        case .badSignature(let name):
            "The signature of “\(name)” does not fit its entries; nothing of the frame was taken."
        case .tipsNeeded: "The upstream needs to know how far this node holds its own log."
        case .busy: "The upstream is busy. Everything is kept; the next round tries again."
        case .diskFull:
            "The upstream's disk is full. Everything is kept; tell its operator to free space."
        }
    }
}
