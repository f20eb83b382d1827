import Registry
public import Storage
public import Trust

/// One write transaction on a node's journal.
///
/// Everything that it caches was read in this transaction, so a transaction that is rolled back
/// leaves nothing behind.
public final class JournalSession {
    public let journal: Journal
    public let transaction: Transaction
    /// The position of the last row of the journal.
    public private(set) var position: Int64
    /// The position at which the transaction began.
    private let firstPosition: Int64
    /// The digest over all rows of the journal up to `position`.
    public private(set) var chain: Digest
    var hasher = SHA256Hasher()
    /// Changesets that were read lately: the records of one family come from the same ones.
    let recent = RecentChangesets()
    var hasOrphans: Bool
    var hasDeparted: Bool
    var hasMissing: Bool
    var hasUpstreamStates: Bool
    var hasStaged: Bool
    var hasSetAside: Bool
    var hasLives: Bool
    var hasSuperseded: Bool
    var hasForks: Bool
    var hasDisowned: Bool
    var hasAliases: Bool
    var hasReceipts: Bool
    let registry: RegistryView
    /// Origins whose entries were judged in this session.
    var writers: [String: Writer] = [:]
    /// Decisions about what was set aside that were merged and not carried out yet.
    var decisions: Set<RecordID> = []
    /// Whether anything was merged that decides where records lie.
    var hasMovedScope = false
    /// The merge policies as they were, when one of them is written.
    var policiesBefore: [GroupPlace: MergePolicy]?
    /// Records that came after entries that write them or refer to them: those could not be judged.
    var lateArrivals: Set<RecordID> = []
    /// Scope-bearing values that changed and whose effects are not written yet.
    var scopeChanges: [ScopeChange] = []
    /// The areas in which households lay before these.
    var areasLeft: [RecordID: Set<String>] = [:]
    /// Records that the current entry or page brought in.
    var newcomers: Set<RecordID> = []
    /// Rows that others' entries or a page brought, and whose place is not looked up yet.
    var arrivals: [ScopeChange] = []
    /// Whether rows are written that this node's own user just made.
    var isOwnWrite = false
    /// By the entity's number.
    private var entityStatements: [Int: EntityStatements] = [:]
    var headStatements = HeadStatements()
    /// How much waits of an origin, where somebody looked.
    var stagedBytes: [String: Int] = [:]
    /// Where the journal touched a record.
    var touchStatement = Prepared("SELECT pos FROM touch WHERE record = $1 ORDER BY pos")
    /// What the upstream had taken into account, by its local number.
    var knownReflects: [Int64: Reflects] = [:]
    /// The row by which the entry at hand was judged: it is merged into the same row.
    var judgedRow: StoredRow?
    /// By the entity's number.
    var invariantChecks: [Int: [InvariantCheck]] = [:]
    /// By the rule's name.
    var sharingStatements: [String: Statement] = [:]
    private var branches: [Branch: BranchState] = [:]
    private var branchesByIndex: [Int64: BranchState] = [:]
    /// The branch that was asked for last: entries come in runs of one.
    private var latestBranch: BranchState?
    /// From which sequence on this node is the first receiver of what comes now, and its time in
    /// milliseconds since 1970, by branch.
    var receiving: [Int64: (first: UInt64, received: UInt64)] = [:]
    /// What receipts count for whose last entry comes in this transaction, by branch, the last one
    /// first.
    var awaited: [Int64: [ReceivedRange]] = [:]
    /// Branches that went on and whose tips are not written yet.
    private var grown: [Int64: BranchState] = [:]
    private let insertJournal: Statement
    private let insertTouch: Statement

    /// How far one branch is held here.
    final class BranchState {
        let index: Int64
        let branch: Branch
        var sequence: UInt64
        var digest: Digest
        /// The last entry of the branch for which a receipt is here; nil when nobody looked yet.
        var receiptsEnd: UInt64?

        init(index: Int64, branch: Branch, sequence: UInt64, digest: Digest) {
            self.index = index
            self.branch = branch
            self.sequence = sequence
            self.digest = digest
        }
    }

    /// What a row of the journal is.
    public enum Kind: Int64, Sendable {
        /// A changeset.
        case entry = 0
        /// A page from the upstream; its body lists the records that it changed.
        case page = 1
        /// Records that entered or left areas because another record changed.
        case scope = 2
    }

    init(_ journal: Journal, _ transaction: Transaction) throws {
        self.journal = journal
        self.transaction = transaction
        let last = try transaction.first("SELECT pos, chain FROM journal ORDER BY pos DESC LIMIT 1")
        position = last?.integer(0) ?? 0
        firstPosition = position
        chain = last.flatMap { Digest(bytes: $0.bytes(1)) } ?? .zero
        func exists(_ table: String) throws -> Bool {
            try transaction.first("SELECT 1 FROM \(table) LIMIT 1") != nil
        }
        hasOrphans = try exists("orphan")
        hasDeparted = try exists("departed")
        hasMissing = try exists("missing")
        hasUpstreamStates = try exists("upstream_state")
        hasStaged = try exists("staged")
        hasSetAside = try exists("quarantine_entry")
        hasLives = try exists("life")
        hasSuperseded = try exists("superseded")
        hasForks = try exists("fork")
        hasAliases = try exists("alias")
        let isForked = hasForks
        hasDisowned =
            try isForked
            && transaction.first("SELECT 1 FROM branch WHERE disowned = 1 LIMIT 1") != nil
        hasReceipts = try exists("receipt")
        registry = RegistryView(
            transaction, dictionary: journal.dictionary, node: journal.identity.name)
        insertJournal = try transaction.statement(
            """
            INSERT INTO journal (pos, kind, branch, sequence, effective, digest, chain, body)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """)
        insertTouch = try transaction.statement(
            "INSERT INTO touch (record, pos) VALUES ($1, $2) ON CONFLICT DO NOTHING")
    }

    /// What is readable within this transaction.
    ///
    /// - Note: How far the branches are held is asked for by `tips`: it is written at the end.
    public var view: RegistryView { registry }

    /// The branches of which entries are here, and how far.
    public func tips() throws -> [Tip] {
        try writeTips()
        return try registry.tips()
    }

    /// Writes what is written once a transaction: where the branches stand now.
    func finish() throws {
        try followPolicies()
        if !lateArrivals.isEmpty { try judgeLate() }
        if hasMovedScope { try reconsider() }
        try writeTips()
        if position > firstPosition { try keepClock() }
    }

    func writeTips() throws {
        guard !grown.isEmpty else { return }
        let update = try transaction.statement(
            "UPDATE branch SET sequence = $1, digest = $2 WHERE ix = $3")
        for state in grown.values.sorted(by: { $0.index < $1.index }) {
            update.bind(1, Int64(state.sequence))
            update.bind(2, state.digest)
            update.bind(3, state.index)
            try update.run()
        }
        grown.removeAll()
    }

    // MARK: Branches

    /// The local state of a branch, made when it is new.
    func branchState(_ branch: Branch) throws -> BranchState {
        if let latestBranch, latestBranch.branch == branch { return latestBranch }
        let state = try findBranch(branch)
        latestBranch = state
        return state
    }

    private func findBranch(_ branch: Branch) throws -> BranchState {
        if let known = branches[branch] { return known }
        let row = try transaction.first(
            "SELECT ix, sequence, digest FROM branch WHERE origin = $1 AND incarnation = $2",
            .text(branch.origin), .integer(Int64(bitPattern: branch.incarnation)))
        let state: BranchState
        if let row {
            state = BranchState(
                index: row.integer(0), branch: branch,
                sequence: UInt64(row.integer(1)), digest: Digest(bytes: row.bytes(2)) ?? .zero)
        } else {
            let index = (try transaction.first("SELECT MAX(ix) FROM branch")?.integer(0) ?? 0) + 1
            try transaction.execute(
                """
                INSERT INTO branch (ix, origin, incarnation, sequence, digest)
                VALUES ($1, $2, $3, 0, $4)
                """,
                .integer(index), .text(branch.origin),
                .integer(Int64(bitPattern: branch.incarnation)), .bytes(Digest.zero.bytes))
            state = BranchState(index: index, branch: branch, sequence: 0, digest: .zero)
        }
        branches[branch] = state
        branchesByIndex[state.index] = state
        return state
    }

    func branchState(at index: Int64) throws -> BranchState {
        if let known = branchesByIndex[index] { return known }
        guard
            let row = try transaction.first(
                "SELECT origin, incarnation FROM branch WHERE ix = $1", .integer(index))
        else { preconditionFailure("The journal names a branch that it does not hold.") }
        return try branchState(
            Branch(origin: row.text(0), incarnation: UInt64(bitPattern: row.integer(1))))
    }

    func local(_ version: Version) throws -> LocalVersion {
        let state = try branchState(
            Branch(origin: version.origin, incarnation: version.incarnation))
        return LocalVersion(branch: state.index, sequence: version.sequence, tag: version.tag)
    }

    func global(_ version: LocalVersion) throws -> Version {
        let branch = try branchState(at: version.branch).branch
        return Version(
            origin: branch.origin, incarnation: branch.incarnation, sequence: version.sequence,
            tag: version.tag)
    }

    // MARK: Rows of the journal

    /// Appends a changeset to the journal and moves its branch on.
    func appendEntry(
        _ changeset: Changeset, to state: BranchState, effective: Stamp
    ) throws {
        try appendRow(
            .entry, branch: state, sequence: changeset.header.sequence, effective: effective,
            digest: changeset.digest, body: changeset.bytes)
        if state.sequence == 0, let parent = changeset.header.parent {
            try transaction.execute(
                "UPDATE branch SET parent_incarnation = $1, parent_sequence = $2 WHERE ix = $3",
                .integer(Int64(bitPattern: parent.incarnation)), .integer(Int64(parent.sequence)),
                .integer(state.index))
        }
        state.sequence = changeset.header.sequence
        state.digest = changeset.digest
        grown[state.index] = state
    }

    /// Appends a row that is not a changeset.
    func appendRow(_ kind: Kind, body: [UInt8]) throws {
        hasher.update(body)
        let digest = hasher.finish()
        try appendRow(
            kind, branch: nil, sequence: 0, effective: Stamp(rawValue: 0), digest: digest,
            body: body)
    }

    /// Appends rows that list records which other records changed, in pieces that a page can hold.
    ///
    /// - Parameter isTouch: whether the records themselves are other than they were.
    func appendListed(_ listed: [ListedRecord], isTouch: Bool = true) throws {
        for start in stride(from: 0, to: listed.count, by: Self.mostListed) {
            let piece = Array(listed[start..<min(start + Self.mostListed, listed.count)])
            try appendRow(.scope, body: ListedRecord.body(piece))
            guard isTouch else { continue }
            for record in piece { try touch(record.record) }
        }
    }

    /// So many records one row of the journal lists.
    static let mostListed = 1000

    private func appendRow(
        _ kind: Kind, branch: BranchState?, sequence: UInt64, effective: Stamp, digest: Digest,
        body: [UInt8]
    ) throws {
        position += 1
        chain = Self.link(chain, digest, &hasher)
        insertJournal.bind(1, position)
        insertJournal.bind(2, kind.rawValue)
        if let branch {
            insertJournal.bind(3, branch.index)
            insertJournal.bind(4, Int64(sequence))
        } else {
            insertJournal.bindNull(3)
            insertJournal.bindNull(4)
        }
        insertJournal.bind(5, Int64(bitPattern: effective.rawValue))
        insertJournal.bind(6, digest)
        insertJournal.bind(7, chain)
        insertJournal.bind(8, body)
        try insertJournal.run()
    }

    /// The chain after one more row: SHA-256(chain ‖ digest).
    public static func link(
        _ chain: Digest, _ digest: Digest, _ hasher: inout SHA256Hasher
    ) -> Digest {
        hasher.update(chain)
        hasher.update(digest)
        return hasher.finish()
    }

    /// Remembers that the row of the journal at `position` touched a record.
    func touch(_ record: RecordID) throws {
        insertTouch.bind(1, record)
        insertTouch.bind(2, position)
        try insertTouch.run()
    }

    /// What is prepared for one entity's table.
    func statements(of entity: Entity) -> EntityStatements {
        if let known = entityStatements[entity.number] { return known }
        let made = EntityStatements(EntityTable.of(entity))
        entityStatements[entity.number] = made
        return made
    }

    // MARK: The clock

    private static let clockState = "clock"

    /// Keeps where the clock stands, since the whole log would have to be read to know it.
    private func keepClock() throws {
        try setState(Self.clockState, Array(String(journal.clock.latest.rawValue).utf8))
    }

    /// Where the clock stood when the log was last written.
    static func keptClock(_ transaction: Transaction) throws -> Stamp {
        let kept = try transaction.first(
            "SELECT value FROM node_state WHERE name = $1", .text(clockState))
        if let text = kept?.bytes(0), let value = UInt64(String(decoding: text, as: UTF8.self)) {
            return Stamp(rawValue: value)
        }
        // A log of a version that did not keep it.
        let last = try transaction.first("SELECT MAX(effective) FROM journal")?.integer(0) ?? 0
        return Stamp(rawValue: UInt64(bitPattern: last))
    }

    // MARK: Small values of the node

    /// A value that the node keeps about itself, or nil.
    public func state(_ name: String) throws -> [UInt8]? {
        try transaction.first("SELECT value FROM node_state WHERE name = $1", .text(name))?.bytes(0)
    }

    /// Keeps a value that is not replicated.
    public func setState(_ name: String, _ value: [UInt8]) throws {
        try transaction.execute(
            """
            INSERT INTO node_state (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, .text(name), .bytes(value))
    }
}
