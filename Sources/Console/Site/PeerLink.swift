/// How a node below is in touch, as far as can be seen from here: one scale for pages and commands.
public enum PeerLink: String, Codable, Sendable {
    /// It joined, and never came.
    case never
    /// It was here within the last hour.
    case online
    /// It was here within the last seven days: an office whose network comes and goes.
    case away
    /// Nobody heard of it for longer.
    case silent
    case revoked

    /// A node that has been silent for longer than this many seconds is worth a telephone call.
    public static let silenceSeconds: Int64 = 7 * 86_400

    /// - Parameters:
    ///   - lastContact: when it was here last, in milliseconds since 1970; nil when it never was.
    ///   - now: in milliseconds since 1970.
    public init(lastContact: Int64?, isRevoked: Bool, now: Int64) {
        guard !isRevoked else {
            self = .revoked
            return
        }
        guard let lastContact else {
            self = .never
            return
        }
        let silent = (now - lastContact) / 1000
        self = silent < 3600 ? .online : silent < Self.silenceSeconds ? .away : .silent
    }

    /// A word and, as the kind of its tag, a colour.
    var tag: (kind: String, phrase: Phrase) {
        switch self {
        case .never: ("", .linkNever)
        case .online: ("good", .linkOnline)
        case .away: ("look", .linkAway)
        case .silent: ("bad", .linkSilent)
        case .revoked: ("", .linkRevoked)
        }
    }
}

extension NodeStatus.Peer {
    /// How it is in touch at a moment, in milliseconds since 1970.
    func link(now: Int64) -> PeerLink {
        PeerLink(lastContact: lastContact, isRevoked: isRevoked, now: now)
    }
}
