/// How the way to the upstream is, as far as this process has tried it.
struct LinkState: Sendable, Codable, Equatable {
    /// What the last round came to.
    enum Kind: String, Sendable, Codable {
        /// No round since the node was started.
        case untried
        case online
        /// Nobody answers, or not over good TLS.
        case unreachable
        /// The upstream answers and refuses.
        case refused
        /// This node itself could not go on: a full disk, no certificate.
        case broken
    }

    var kind = Kind.untried
    /// Rounds that failed in a row.
    var failures = 0
    /// What was said the last time, with what to do.
    var complaint: String?
    /// The word by which the upstream names its refusal.
    var code: String?
    /// Milliseconds since 1970.
    var since: UInt64 = 0
    /// Origins of which two different logs exist.
    var forked: [String] = []
    /// How often the upstream said that it is busy, and was asked again.
    var busyAnswers = 0
    /// Rounds that succeeded.
    var successes = 0

    /// What the operator's guide has in its table: the state, with the code of a refusal.
    var text: String { kind.rawValue + (code.map { ": \($0)" } ?? "") }
}
