/// How the node is: what every page says about the state of the world.
public struct NodeStatus: Sendable {
    public var name: String
    /// `hub`, `province` or `field`.
    public var role: String
    public var areas: [String]
    public var upstream: Upstream?
    public var peers: [Peer]
    public var households: Int
    public var persons: Int
    public var changesets: Int
    public var openDuplicates: Int
    public var openConflicts: Int
    public var brokenRules: Int
    /// Families that were asked for and wait for an answer.
    public var openTransfers: Int
    public var certificateDays: Int?
    public var freeDiskBytes: Int?

    /// What somebody should do now, the most urgent first; empty when all is well.
    public var advice: [NodeAdvice]

    /// The node one tier up.
    public struct Upstream: Sendable {
        public var name: String
        /// Milliseconds since 1970; nil before the first round.
        public var lastContact: Int64?
        /// How many changesets it lacks, as far as its last answer says.
        public var backlog: Int
        public var clockOffsetMilliseconds: Int64?
        /// What the last round of this process came to.
        public var state: State
        /// The word by which it names its refusal.
        public var code: String?
        /// What was said when the last round failed, in the words of the program.
        public var complaint: String?

        /// How the way to it is.
        public enum State: String, Sendable {
            /// The two exchange files only.
            case byBundles
            /// No round since the node was started.
            case untried
            case online
            /// Nobody answers, or not over good TLS.
            case unreachable
            /// It answers and refuses.
            case refused
            /// This node itself could not go on.
            case broken
        }

        /// Whether the last round of this process found it; nil before the first one.
        public var isAnswering: Bool? {
            state == .untried || state == .byBundles ? nil : state == .online
        }

        public init(
            name: String, lastContact: Int64?, backlog: Int, clockOffsetMilliseconds: Int64?,
            state: State, code: String? = nil, complaint: String? = nil
        ) {
            self.name = name
            self.lastContact = lastContact
            self.backlog = backlog
            self.clockOffsetMilliseconds = clockOffsetMilliseconds
            self.state = state
            self.code = code
            self.complaint = complaint
        }
    }

    /// A node that joined here.
    public struct Peer: Sendable {
        public var name: String
        public var role: String
        public var areas: [String]
        public var lastContact: Int64?
        /// When it had last sent everything that it held.
        public var completeAt: Int64?
        public var clockOffsetMilliseconds: Int64?
        public var isRevoked: Bool

        public init(
            name: String, role: String, areas: [String], lastContact: Int64?, completeAt: Int64?,
            clockOffsetMilliseconds: Int64?, isRevoked: Bool
        ) {
            self.name = name
            self.role = role
            self.areas = areas
            self.lastContact = lastContact
            self.completeAt = completeAt
            self.clockOffsetMilliseconds = clockOffsetMilliseconds
            self.isRevoked = isRevoked
        }
    }

    public init(
        name: String, role: String, areas: [String], upstream: Upstream?, peers: [Peer],
        households: Int, persons: Int, changesets: Int, openDuplicates: Int, openConflicts: Int,
        brokenRules: Int, openTransfers: Int = 0, certificateDays: Int?, freeDiskBytes: Int?,
        advice: [NodeAdvice] = []
    ) {
        self.name = name
        self.role = role
        self.areas = areas
        self.upstream = upstream
        self.peers = peers
        self.households = households
        self.persons = persons
        self.changesets = changesets
        self.openDuplicates = openDuplicates
        self.openConflicts = openConflicts
        self.brokenRules = brokenRules
        self.openTransfers = openTransfers
        self.certificateDays = certificateDays
        self.freeDiskBytes = freeDiskBytes
        self.advice = advice
    }
}
