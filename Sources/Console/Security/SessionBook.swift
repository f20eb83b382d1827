import Synchronization
import Trust

/// The sessions of this node. They live in memory: when the node stops, everybody is signed out,
/// and what was being typed is in the drafts.
final class SessionBook: Sendable {
    /// A session ends after so long without a page.
    static let idleMilliseconds: Int64 = 30 * 60_000
    /// A session ends after a working day, whatever happens.
    static let fullMilliseconds: Int64 = 12 * 3_600_000
    private static let most = 10_000

    /// By the digest of the token: who reads the memory of a dump has no token.
    private let sessions = Mutex<[Digest: Session]>([:])

    /// Makes a session and gives its token: 32 random bytes in hexadecimal.
    func begin(user: String, isComplete: Bool, now: Int64) -> String {
        let token = Self.hex(SecureRandom.bytes(32))
        let session = Session(
            csrf: Self.hex(SecureRandom.bytes(16)), user: user, isComplete: isComplete,
            began: now, lastSeen: now)
        sessions.withLock { sessions in
            if sessions.count >= Self.most {
                sessions = sessions.filter { !Self.isOver($0.value, now: now) }
            }
            sessions[Self.key(token)] = session
        }
        return token
    }

    /// The session of a token, or nil when there is none or it has ended.
    func find(_ token: String, now: Int64) -> Session? {
        let key = Self.key(token)
        return sessions.withLock { sessions in
            guard let session = sessions[key] else { return nil }
            guard !Self.isOver(session, now: now) else {
                sessions[key] = nil
                return nil
            }
            sessions[key]?.lastSeen = now
            return session
        }
    }

    /// Changes a session that is still there.
    func update(_ token: String, _ change: (inout Session) -> Void) {
        let key = Self.key(token)
        sessions.withLock { sessions in
            guard var session = sessions[key] else { return }
            change(&session)
            sessions[key] = session
        }
    }

    func end(_ token: String) {
        let key = Self.key(token)
        sessions.withLock { $0[key] = nil }
    }

    /// Ends all sessions of an account: its password or its roles have changed.
    func end(user: String) {
        sessions.withLock { $0 = $0.filter { $0.value.user != user } }
    }

    private static func isOver(_ session: Session, now: Int64) -> Bool {
        now - session.lastSeen > idleMilliseconds || now - session.began > fullMilliseconds
    }

    private static func key(_ token: String) -> Digest { sha256(Array(token.utf8)) }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
