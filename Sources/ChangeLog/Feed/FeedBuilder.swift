import Registry
import Storage
public import Trust

/// Builds the pages that flow down to one receiver.
public struct FeedBuilder: ~Copyable {
    /// Who asks.
    public struct Receiver: Sendable {
        public var areas: Set<String>
        /// The receiver and the nodes below it.
        public var subtree: Set<String>
        /// How far the receiver says that it holds the branches of its subtree; already checked to
        /// lie on this node's chains.
        public var holds: Reflects

        public init(areas: Set<String>, subtree: Set<String>, holds: Reflects) {
            self.areas = areas
            self.subtree = subtree
            self.holds = holds
        }

        /// Names the areas.
        var scope: UInt64 { sha256(Array(areas.sorted().joined(separator: ",").utf8)).firstWord }
    }

    let view: RegistryView
    let receiver: Receiver
    let targetBytes: Int
    let mine: Reflects
    var reflects: [Reflects]
    var branches: [Int64: Branch] = [:]
    var hasher = SHA256Hasher()
    var records: [RecordState] = []
    var gone: [Page.Gone] = []
    var mentioned: Set<RecordID> = []
    var size = 0
    /// How much of the journal was looked through. What the receiver wrote itself, or what lies
    /// elsewhere, shows nothing and takes time all the same: a page must not take longer than the
    /// receiver waits.
    private var lookedThrough = 0
    /// What joins the last changeset with others.
    var batch: RecordID?
    /// Where the households and persons lie on which others hang.
    var owners: [RecordID: Set<String>] = [:]
    /// Whether an area lies in the receiver's scope.
    var within: [String: Bool] = [:]
    let hasHeads: Bool
    let hasSuperseded: Bool
    let hasUpstreamStates: Bool
    let hasDeparted: Bool
    let hasSetAside: Bool
    let hasAliases: Bool
    let witness: Witness?

    /// What the receiver keeps sealed for the tiers above, and the key to seal more.
    public struct Witness: Sendable {
        var held: Reflects
        var key: SealingKey

        public init(held: Reflects, key: SealingKey) {
            self.held = held
            self.key = key
        }
    }

    /// - Parameters:
    ///   - targetBytes: a page ends at the first boundary behind this many bytes.
    ///   - witness: nil when the receiver keeps all that it should.
    public init(
        _ view: RegistryView, for receiver: Receiver, targetBytes: Int = 1 << 20,
        witness: Witness? = nil
    ) throws {
        let mine = try view.tipsHeld().limited(to: receiver.subtree)
        let head = try view.transaction.first("SELECT 1 FROM head LIMIT 1")
        let superseded = try view.transaction.first("SELECT 1 FROM superseded LIMIT 1")
        let upstreamState = try view.transaction.first("SELECT 1 FROM upstream_state LIMIT 1")
        let departed = try view.transaction.first("SELECT 1 FROM departed LIMIT 1")
        let alias = try view.transaction.first("SELECT 1 FROM alias LIMIT 1")
        let setAside = try view.transaction.first(
            "SELECT 1 FROM quarantine_entry WHERE status <> 'released' LIMIT 1")
        self.view = view
        self.receiver = receiver
        self.targetBytes = targetBytes
        self.witness = witness
        self.mine = mine
        hasHeads = head != nil
        hasSuperseded = superseded != nil
        hasUpstreamStates = upstreamState != nil
        hasDeparted = departed != nil
        hasSetAside = setAside != nil
        hasAliases = alias != nil
        reflects = [mine]
    }

    /// The page that follows a cursor.
    ///
    /// - Parameter isRestarting: whether the receiver is in the middle of a feed that started
    ///   again.
    public consuming func page(after cursor: Cursor, isRestarting: Bool = false) throws -> Page {
        // What a page shows must be kept below before, or with it: else a restore of this node
        // would lose what others have seen.
        var sealed: [WitnessEntry] = []
        var safe = Reflects()
        if let witness {
            let found = try view.witness(
                lacking: witness.held, key: witness.key, atMost: targetBytes)
            sealed = found.entries
            safe = try view.backupSafe().limited(to: witness.held)
            if found.isMore {
                var page = Page(
                    from: cursor, to: cursor, isRestart: false, isLast: false, reflects: [],
                    records: [], gone: [])
                page.witness = sealed
                return page
            }
        }
        let scope = receiver.scope
        let isRestart =
            try cursor.position == 0 || cursor.scope ?? scope != scope || !view.isOnChain(cursor)
        let from = isRestart ? Cursor.start : cursor
        let end = try view.journalEnd()
        let seen = (position: end, chain: try view.chain(at: end) ?? .zero)
        var reached = from.position
        let rows = try view.transaction.statement(
            "SELECT pos, kind, branch, sequence, body FROM journal WHERE pos > $1 ORDER BY pos")
        rows.bind(1, from.position)
        defer { rows.reset() }
        while try rows.step() {
            let kind = JournalSession.Kind(rawValue: rows.integer(1))
            // A scope row belongs to the row before it: a page never parts them.
            // Unless that is more than a page can hold: an upgrade lists all of a kind.
            if isFull(), try isTooLarge || (kind != .scope && !goesOn(kind, rows)) { break }
            let position = rows.integer(0)
            if kind == .entry {
                let version = try global(rows.integer(2), UInt64(rows.integer(3)))
                if try liesElsewhere(position, version) {
                    lookedThrough += Self.costOfPassing
                } else {
                    let body = rows.bytes(4)
                    lookedThrough += body.count
                    try addEntry(body, version, position, isRestart || isRestarting)
                }
            } else {
                let body = rows.bytes(4)
                lookedThrough += body.count
                for listed in try ListedRecord.list(body) {
                    _ = try add(listed, isEcho: false, mayHold: false)
                }
            }
            reached = position
        }
        var to = from
        if reached > from.position {
            to = Cursor(position: reached, chain: try view.chain(at: reached) ?? .zero, seen: seen)
        }
        to.scope = scope
        var page = Page(
            from: cursor, to: to, isRestart: isRestart,
            isLast: reached == end, reflects: reflects, records: records, gone: gone,
            assumes: isRestart || isRestarting
                ? Reflects() : receiver.holds.limited(to: receiver.subtree))
        page.witness = sealed
        page.safe = safe
        return page
    }

    /// So many bytes of the journal are looked through for each that a page may have.
    private static let lookedThroughForOne = 8
    /// An entry that lies elsewhere is not read, and counts as so many bytes.
    private static let costOfPassing = 64

    /// - Parameter times: how many times as much as a page should have.
    private func isFull(_ times: Int = 1) -> Bool {
        size >= times * targetBytes
            || lookedThrough >= times * Self.lookedThroughForOne * targetBytes
    }

    /// Whether the page has as much as the receiver unpacks, with room for one row more.
    private var isTooLarge: Bool { size >= 16 << 20 || lookedThrough >= 64 << 20 }

    /// Whether the next row belongs to the same import as the last one: it is shown at once, as long
    /// as that fits a page.
    private mutating func goesOn(
        _ kind: JournalSession.Kind?, _ rows: Statement
    ) throws -> Bool {
        let showsNothing = records.isEmpty && gone.isEmpty
        guard kind == .entry, let batch, !showsNothing, !isFull(8) else { return false }
        return try Changeset(bytes: rows.bytes(4), hasher: &hasher).header.batch == batch
    }

    private mutating func addEntry(
        _ body: [UInt8], _ version: Version, _ position: Int64, _ isRestart: Bool
    ) throws {
        let changeset = try Changeset(bytes: body, hasher: &hasher)
        batch = changeset.header.batch
        let isOurs = !isRestart && receiver.subtree.contains(version.origin)
        // What the receiver wrote itself and nobody else touched, it knows.
        let isEcho = isOurs && receiver.holds.covers(version)
        let changes = changeset.items.compactMap(\.change)
        if changes.count == 1, let change = changes.first,
            try view.lastTouch(of: change.record) > position
        {
            // It comes with the row that touched it last; but only this one says who may hold it.
            if isOurs, !mentioned.contains(change.record), try !isHeld(change.record, change.entity)
            {
                takeAway(change.record, change.entity)
            }
            return
        }
        var areas: Set<String?> = []
        for change in changes {
            areas.insert(
                try add(
                    ListedRecord(entity: change.entity, record: change.record), isEcho: isEcho,
                    mayHold: isOurs))
        }
        if areas.count == 1, let area = areas.first ?? nil { view.index.note(area, at: position) }
    }

    /// Whether an entry concerns others only, as is known from a feed before this one.
    private mutating func liesElsewhere(_ position: Int64, _ version: Version) throws -> Bool {
        guard let area = view.index.area(at: position),
            !receiver.subtree.contains(version.origin)
        else { return false }
        return try !isWithin(area)
    }

    /// - Parameter mayHold: whether the receiver may hold the record though it lies elsewhere: it
    ///   wrote the entry, perhaps before it heard that the record had moved.
    /// - Returns: the one area in which the record lies, when that is elsewhere and only one node
    ///   ever wrote the record.
    private mutating func add(
        _ listed: ListedRecord, isEcho: Bool, mayHold: Bool
    ) throws -> String? {
        guard !mentioned.contains(listed.record),
            let entity = view.dictionary.entity(listed.entity)
        else { return nil }
        guard let row = try view.storedRow(entity, listed.record) else {
            if try mayHold ? !isHeld(listed.record, listed.entity) : hasLeft(listed) {
                takeAway(listed.record, listed.entity)
            }
            return nil
        }
        if let areas = try areas(of: row), try !areas.contains(where: { try isWithin($0) }) {
            return try passOver(listed, in: areas, mayHold: mayHold)
        }
        if isEcho, try isKnownToReceiver(listed.record) { return nil }
        let state = try state(of: row)
        mentioned.insert(listed.record)
        size += 80 + 24 * state.values.count
        records.append(state)
        return nil
    }

    mutating func takeAway(_ record: RecordID, _ entity: Int) {
        mentioned.insert(record)
        size += 24
        gone.append(Page.Gone(entity: entity, record: record))
    }

    /// Whether everything that made a record was written in the receiver's subtree and is there,
    /// and leaves one head in each group: then the receiver shows the same without being told.
    private func isKnownToReceiver(_ record: RecordID) throws -> Bool {
        if hasUpstreamStates, try view.upstreamState(of: record) != nil { return false }
        if hasHeads {
            let several = try view.transaction.first(
                """
                SELECT 1 FROM head WHERE record = $1 GROUP BY grp HAVING COUNT(*) > 1
                """, .reference(record))
            guard several == nil else { return false }
        }
        // What came behind the entry that replaced it, or under a new name, the receiver may show
        // beside that one: it does not know any more what was replaced.
        if hasSuperseded {
            let replaced = try view.transaction.first(
                "SELECT 1 FROM superseded WHERE record = $1", .reference(record))
            guard replaced == nil else { return false }
        }
        if hasSetAside, try isSetAside(record) { return false }
        var known = true
        try view.transaction.forEach(
            """
            SELECT j.kind, b.origin, b.incarnation, j.sequence
            FROM touch t JOIN journal j ON j.pos = t.pos LEFT JOIN branch b ON b.ix = j.branch
            WHERE t.record = $1
            """, [.reference(record)]
        ) { row in
            let version = Version(
                origin: row.text(1), incarnation: UInt64(bitPattern: row.integer(2)),
                sequence: UInt64(row.integer(3)), tag: 0)
            if row.integer(0) != 0 || !receiver.subtree.contains(version.origin)
                || !receiver.holds.covers(version)
            {
                known = false
            }
        }
        return known
    }

    mutating func global(_ version: LocalVersion) throws -> Version {
        let found = try branch(version.branch)
        return Version(
            origin: found.origin, incarnation: found.incarnation, sequence: version.sequence,
            tag: version.tag)
    }

    private mutating func global(_ index: Int64, _ sequence: UInt64) throws -> Version {
        let found = try branch(index)
        return Version(
            origin: found.origin, incarnation: found.incarnation, sequence: sequence, tag: 0)
    }

    private mutating func branch(_ index: Int64) throws -> Branch {
        if let known = branches[index] { return known }
        let found = try view.branch(index)
        branches[index] = found
        return found
    }
}
