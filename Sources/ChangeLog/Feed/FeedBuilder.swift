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
    }

    private let view: RegistryView
    private let receiver: Receiver
    private let targetBytes: Int
    private let mine: Reflects
    private var reflects: [Reflects]
    private var branches: [Int64: Branch] = [:]
    private var hasher = SHA256Hasher()
    private var records: [RecordState] = []
    private var gone: [Page.Gone] = []
    private var mentioned: Set<RecordID> = []
    private var size = 0
    /// What joins the last changeset with others.
    private var batch: RecordID?
    /// Whether what others hang on, households and persons, lies in the receiver's scope.
    private var owners: [RecordID: Bool] = [:]
    private let hasHeads: Bool
    private let hasUpstreamStates: Bool
    private let hasDeparted: Bool
    private let hasSetAside: Bool
    private let hasAliases: Bool
    private let witness: Witness?

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
        let isRestart = try !view.isOnChain(cursor) || cursor.position == 0
        let from = isRestart ? Cursor.start : cursor
        let end = try view.journalEnd()
        let seen = (position: end, chain: try view.chain(at: end) ?? .zero)
        var reached = from
        let rows = try view.transaction.statement(
            """
            SELECT pos, kind, branch, sequence, chain, body FROM journal
            WHERE pos > $1 ORDER BY pos
            """)
        rows.bind(1, from.position)
        defer { rows.reset() }
        while try rows.step() {
            let kind = JournalSession.Kind(rawValue: rows.integer(1))
            // A scope row belongs to the row before it: a page never parts them.
            if size >= targetBytes, kind != .scope, try !goesOn(kind, rows) { break }
            let position = rows.integer(0)
            guard let chain = Digest(bytes: rows.bytes(4)) else {
                preconditionFailure("A row of the journal has no chain.")
            }
            let body = rows.bytes(5)
            if kind == .entry {
                let version = try global(rows.integer(2), UInt64(rows.integer(3)))
                try addEntry(body, version, position, isRestart || isRestarting)
            } else {
                for listed in try ListedRecord.list(body) {
                    try add(listed, isEcho: false, mayHold: false)
                }
            }
            reached = Cursor(position: position, chain: chain, seen: seen)
        }
        var page = Page(
            from: cursor, to: reached, isRestart: isRestart,
            isLast: reached.position == end, reflects: reflects, records: records, gone: gone,
            assumes: isRestart || isRestarting
                ? Reflects() : receiver.holds.limited(to: receiver.subtree))
        page.witness = sealed
        page.safe = safe
        return page
    }

    /// Whether the next row belongs to the same import as the last one: it is shown at once, as long
    /// as that fits a page.
    private mutating func goesOn(
        _ kind: JournalSession.Kind?, _ rows: Statement
    ) throws -> Bool {
        guard kind == .entry, let batch, size < 8 * targetBytes else { return false }
        return try Changeset(bytes: rows.bytes(5), hasher: &hasher).header.batch == batch
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
        for change in changes {
            try add(
                ListedRecord(entity: change.entity, record: change.record), isEcho: isEcho,
                mayHold: isOurs)
        }
    }

    /// - Parameter mayHold: whether the receiver may hold the record though it lies elsewhere: it
    ///   wrote the entry, perhaps before it heard that the record had moved.
    private mutating func add(
        _ listed: ListedRecord, isEcho: Bool, mayHold: Bool
    ) throws {
        guard !mentioned.contains(listed.record),
            let entity = view.dictionary.entity(listed.entity)
        else { return }
        guard let row = try view.storedRow(entity, listed.record),
            try isInScope(row)
        else {
            if try mayHold ? !isHeld(listed.record, listed.entity) : hasLeft(listed) {
                takeAway(listed.record, listed.entity)
            }
            return
        }
        if isEcho, try isKnownToReceiver(listed.record) { return }
        let state = try state(of: row)
        mentioned.insert(listed.record)
        size += 80 + 24 * state.values.count
        records.append(state)
    }

    /// Whether a record that is here lies in the receiver's scope.
    private mutating func isInScope(_ row: StoredRow) throws -> Bool {
        func isWithin(_ field: String) throws -> Bool {
            guard let area = row[field].text, !area.isEmpty else { return false }
            return try view.isWithin(area, receiver.areas)
        }
        switch row.entity.scope {
        case .everywhere: return true
        case .hub, .local: return false
        case .area(let field): return try isWithin(field)
        case .areas(let fields): return try fields.contains { try isWithin($0) }
        case .memberships: return try isOwnerInScope(row.entity, row.id)
        case .through(let fields):
            for name in fields {
                guard case .reference(let target)? = row.entity.field(name)?.type,
                    let owner = row[name].reference
                else { continue }
                if try isOwnerInScope(view.dictionary.require(target), owner) { return true }
            }
            return false
        }
    }

    private mutating func isOwnerInScope(_ entity: Entity, _ owner: RecordID) throws -> Bool {
        if let known = owners[owner] { return known }
        let areas = try view.areas(of: entity, owner) ?? []
        let result = try areas.contains { try view.isWithin($0, receiver.areas) }
        owners[owner] = result
        return result
    }

    /// Whether a record that the receiver wrote may stay there: it lies in the receiver's scope, or
    /// nobody knows yet where it lies.
    private func isHeld(_ record: RecordID, _ number: Int) throws -> Bool {
        guard let entity = view.dictionary.entity(number) else { return true }
        guard try view.storedRow(entity, record) != nil else {
            if hasSetAside, try isSetAside(record) { return false }
            return try !(hasDeparted && view.isDeparted(record))
        }
        guard let areas = try view.areas(of: entity, record), !areas.isEmpty else { return true }
        return try view.isInScope(entity, record, of: receiver.areas)
    }

    /// Whether an entry that touched a record stands aside: the receiver may show what it wrote
    /// until it is told.
    private func isSetAside(_ record: RecordID) throws -> Bool {
        try view.transaction.first(
            """
            SELECT 1 FROM touch t JOIN journal j ON j.pos = t.pos
            JOIN quarantine_entry q ON q.branch = j.branch AND q.sequence = j.sequence
            WHERE t.record = $1 AND q.status <> 'released'
            """, .reference(record)) != nil
    }

    /// Whether a listed record lay in the receiver's scope before. Where nobody knows any more in
    /// which areas it lay, it may have when it was taken away from here or was written there.
    private func hasLeft(_ listed: ListedRecord) throws -> Bool {
        // What was released and then rejected went from everywhere.
        if hasSetAside, view.dictionary.entity(listed.entity)?.scope == .everywhere,
            try isSetAside(listed.record)
        {
            return true
        }
        if listed.left.isEmpty {
            if hasDeparted, try view.isDeparted(listed.record) { return true }
        } else if try listed.left.contains(where: { try view.isWithin($0, receiver.areas) }) {
            return true
        }
        guard try !isHeld(listed.record, listed.entity) else { return false }
        let authors = try view.transaction.rows(
            """
            SELECT DISTINCT b.origin FROM touch t JOIN journal j ON j.pos = t.pos
            JOIN branch b ON b.ix = j.branch WHERE t.record = $1
            """, .reference(listed.record))
        return authors.contains { receiver.subtree.contains($0.text(0)) }
    }

    private mutating func takeAway(_ record: RecordID, _ entity: Int) {
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

    private mutating func state(of row: StoredRow) throws -> RecordState {
        let heads = try view.transaction.rows(
            """
            SELECT branch, sequence, tag, effective, vals, was, grp FROM head
            WHERE record = $1 ORDER BY grp, branch, sequence
            """, .reference(row.id))
        var groups: [RecordState.Group] = []
        for found in heads {
            let head = try Head(found)
            let number = found.int(6)
            let author = try view.author(of: head.version)
            let sent = RecordState.Group.Head(
                version: try global(head.version), effective: head.effective, value: head.value,
                was: head.was, actor: author?.actor ?? "", reason: author?.reason ?? "")
            if groups.last?.group == number {
                groups[groups.count - 1].heads.append(sent)
            } else {
                groups.append(RecordState.Group(group: number, heads: [sent]))
            }
        }
        for index in groups.indices {
            groups[index].heads.sort { $0.version < $1.version }
        }
        if !groups.isEmpty {
            for past in try view.history(of: row) {
                guard let index = groups.firstIndex(where: { $0.group == past.group }) else {
                    continue
                }
                size += 60
                groups[index].history.append(
                    RecordState.Group.Head(
                        version: past.version, effective: past.effective, value: past.value,
                        was: GroupValue([]), actor: past.actor, reason: past.reason))
            }
        }
        var state = RecordState(
            entity: row.entity.number, record: row.id, reflects: try reflectsIndex(row.id),
            version: try global(row.version), effective: row.effective, values: row.allValues,
            groups: groups)
        if hasAliases { state.aliases = try aliases(of: row.id) + aliases(of: row.version) }
        return state
    }

    /// The heads of a record that were written again after a fork, and the names that they lost.
    private mutating func aliases(of record: RecordID) throws -> [RecordState.Alias] {
        try aliases(
            """
            SELECT DISTINCT a.branch, a.sequence, a.tag, a.old_branch, a.old_sequence, a.old_tag
            FROM head h JOIN alias a
            ON a.branch = h.branch AND a.sequence = h.sequence AND a.tag = h.tag
            WHERE h.record = $1 ORDER BY a.branch, a.sequence, a.old_branch, a.old_sequence
            """, [.reference(record)])
    }

    private mutating func aliases(of version: LocalVersion) throws -> [RecordState.Alias] {
        try aliases(
            """
            SELECT branch, sequence, tag, old_branch, old_sequence, old_tag FROM alias
            WHERE branch = $1 AND sequence = $2 AND tag = $3 ORDER BY old_branch, old_sequence
            """, version.values)
    }

    private mutating func aliases(
        _ sql: String, _ arguments: [FieldValue]
    ) throws -> [RecordState.Alias] {
        var result: [RecordState.Alias] = []
        for row in try view.transaction.rows(sql, arguments) {
            func version(_ column: Int) -> LocalVersion {
                LocalVersion(
                    branch: row.integer(column), sequence: UInt64(row.integer(column + 1)),
                    tag: UInt64(bitPattern: row.integer(column + 2)))
            }
            result.append(
                RecordState.Alias(
                    version: try global(version(0)), replaces: try global(version(3))))
        }
        return result
    }

    /// What this node has taken into account for a record: its own log and what its upstream said.
    private mutating func reflectsIndex(_ record: RecordID) throws -> Int {
        guard hasUpstreamStates, let upstream = try view.upstreamState(of: record) else {
            return 0
        }
        var all = mine
        all.formUnion(try view.reflects(upstream.reflects).limited(to: receiver.subtree))
        if let index = reflects.firstIndex(of: all) { return index }
        reflects.append(all)
        return reflects.count - 1
    }

    private mutating func global(_ version: LocalVersion) throws -> Version {
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
