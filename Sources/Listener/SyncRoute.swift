public import HTTPTypes

/// Every route of the sync port. There are no others: what is not here is refused.
public enum SyncRoute: String, Sendable, CaseIterable {
    /// The authority's certificate, worth nothing until it matches a token.
    case authority = "/v1/ca"
    /// A new node with a one-time token.
    case join = "/v1/join"
    /// A member whose certificate ends or has ended.
    case renew = "/v1/renew"
    /// A province asks the hub for a certificate for a node below it.
    case sign = "/v1/sign"
    case hello = "/v1/hello"
    case push = "/v1/push"
    case feed = "/v1/feed"
    case pull = "/v1/pull"
    /// A node below asks who is registered elsewhere, while a family sits at its desk.
    case ask = "/v1/ask"

    public var method: HTTPRequest.Method {
        self == .authority ? .get : .post
    }

    /// Whether it is answered without a certificate: only what leads to one.
    public var isOpen: Bool {
        switch self {
        case .authority, .join, .renew: true
        case .sign, .hello, .push, .feed, .pull, .ask: false
        }
    }

    /// The longest body that is read, in bytes.
    public var maximumBytes: Int {
        switch self {
        case .push: 8 << 20
        // It names what the node holds: every opening of every node below adds a little.
        case .feed, .pull: 16 << 20
        case .ask: 128 << 10
        default: 1 << 20
        }
    }
}
