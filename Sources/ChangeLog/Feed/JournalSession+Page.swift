import Registry
import Storage
import Trust

extension JournalSession {
    /// What became of a page.
    public enum PageOutcome: Sendable, Equatable {
        case applied(records: Int, gone: Int)
        /// It was made for another cursor than the one that stands here, or before a restore.
        case stale
    }

    /// The cursor behind the last page that was applied.
    public func cursor() throws -> Cursor {
        guard let bytes = try state("feed cursor") else { return .start }
        return try Cursor(WireReader(bytes))
    }

    /// Asks for everything anew: what the upstream took away may be this node's again.
    public func restartFeed() throws {
        try transaction.execute("DELETE FROM node_state WHERE name = 'feed cursor'")
    }

    /// Whether a feed that started again has not come to its end yet.
    public var isRestarting: Bool {
        get throws { try state("feed restarting") != nil }
    }

    /// Applies a page of the upstream's feed, with its cursor, in this transaction.
    public func apply(_ page: Page) throws -> PageOutcome {
        guard try page.from == cursor(), try Reflects(tips()).covers(page.assumes),
            try registry.keepsSealed(page.assumesSealed)
        else { return .stale }
        try keep(page.witness, isFromAbove: true)
        try forgetWitness(page.safe)
        var generation = try generation()
        if page.isRestart {
            // A restart may take many pages, of which only the first says that it is one. Another
            // restart before its end counts anew: the upstream may have forgotten since.
            generation += 1
            try setState("feed generation", Array(String(generation).utf8))
            try setState("feed restarting", [1])
        }
        let indexes = page.records.isEmpty ? [] : try page.reflects.map(keep)
        if let held = page.reflects.first { try setState(RegistryView.reflected, held.bytes) }
        var listed: [ListedRecord] = []
        for state in page.records {
            let reflects = indexes[state.reflects]
            if try apply(state, reflects: reflects, generation: generation) {
                listed.append(ListedRecord(entity: state.entity, record: state.record))
            }
        }
        listed += try forget(page.gone.map { ($0.entity, $0.record) })
        if page.isLast {
            let reflects = page.reflects.first ?? Reflects()
            listed += try forgetLingering(reflects)
            if try isRestarting {
                listed += try sweep(before: generation, reflects)
                try transaction.execute("DELETE FROM node_state WHERE name = 'feed restarting'")
            }
        }
        if !listed.isEmpty {
            let first = Array(listed.prefix(Self.mostListed))
            try appendRow(
                .page, body: ListedRecord.body(first, source: sha256(page.bytes).bytes))
            for record in first { try touch(record.record) }
            try appendListed(Array(listed.dropFirst(Self.mostListed)))
        }
        try writeScopeEffects()
        var writer = WireWriter()
        page.to.write(to: &writer)
        try setState("feed cursor", writer.bytes)
        return .applied(records: page.records.count, gone: page.gone.count)
    }

    private func generation() throws -> Int64 {
        guard let bytes = try state("feed generation") else { return 0 }
        return Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
    }

    /// What no record names any more is forgotten now and then: to look takes a while.
    private static let reflectsBetweenSweeps: Int64 = 256

    /// The local number of what the upstream had taken into account.
    private func keep(_ reflects: Reflects) throws -> Int64 {
        let bytes = reflects.bytes
        let last = try transaction.first("SELECT ix, body FROM reflects ORDER BY ix DESC LIMIT 1")
        if let last, last.bytes(1) == bytes { return last.integer(0) }
        let index = (last?.integer(0) ?? 0) + 1
        if index % Self.reflectsBetweenSweeps == 0 {
            try transaction.execute(
                "DELETE FROM reflects WHERE ix NOT IN (SELECT reflects FROM upstream_state)")
        }
        try transaction.execute(
            "INSERT INTO reflects (ix, body) VALUES ($1, $2)", .integer(index), .bytes(bytes))
        return index
    }

    /// Puts what the upstream says about a record in place of what it said before; false when that
    /// changes nothing that a node below could see.
    private func apply(
        _ state: RecordState, reflects: Int64, generation: Int64
    ) throws -> Bool {
        for alias in state.aliases {
            try noteAlias(try local(alias.version), of: alias.replaces)
        }
        var kept = state
        kept.reflects = 0
        let bytes = kept.bytes
        let before = try transaction.first(
            "SELECT state FROM upstream_state WHERE record = $1", .reference(state.record))
        let isNew = before?.bytes(0) != bytes
        try transaction.execute(
            """
            INSERT INTO upstream_state (record, entity, reflects, generation, state)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (record) DO UPDATE SET entity = excluded.entity,
                reflects = excluded.reflects, generation = excluded.generation,
                state = excluded.state
            """,
            .reference(state.record), .integer(Int64(state.entity)), .integer(reflects),
            .integer(generation), .bytes(bytes))
        hasUpstreamStates = true
        for table in ["departed", "lingering"] {
            try transaction.execute(
                "DELETE FROM \(table) WHERE record = $1", .reference(state.record))
        }
        guard let entity = journal.dictionary.entity(state.entity) else { return isNew }
        try refold(state.record, entity)
        return true
    }

    /// Takes records that left the scope out of the tables; the log keeps what was written here.
    private func forget(_ records: [(entity: Int, record: RecordID)]) throws -> [ListedRecord] {
        // Nodes below may hold them: they are told which areas they lay in, as long as the rows
        // that say so are all here. The areas themselves may have moved with this page.
        let moved = records.isEmpty ? [:] : try movedAreas()
        let listed = try records.compactMap { number, record -> ListedRecord? in
            guard let entity = journal.dictionary.entity(number),
                try row(of: entity, record) != nil
            else {
                return try registry.isDeparted(record)
                    ? nil : ListedRecord(entity: number, record: record)
            }
            var areas = try registry.areas(of: entity, record) ?? []
            for area in areas { areas.formUnion(moved[area] ?? []) }
            return ListedRecord(entity: number, record: record, left: areas.sorted())
        }
        for (number, record) in records {
            guard let entity = journal.dictionary.entity(number),
                let row = try row(of: entity, record)
            else { continue }
            try noteScope(entity, record, before: row.allValues, after: nil)
        }
        for (number, record) in records {
            hasDeparted = true
            let id = FieldValue.reference(record)
            try transaction.execute(
                "INSERT INTO departed (record) VALUES ($1) ON CONFLICT DO NOTHING", id)
            try forgetBreaches(of: record)
            for table in [
                "upstream_state", "head", "superseded", "conflict", "orphan", "lingering", "life",
            ] {
                try transaction.execute("DELETE FROM \(table) WHERE record = $1", id)
            }
            if let entity = journal.dictionary.entity(number) {
                if entity.name == "merge_policy" { try notePolicies() }
                try transaction.execute(EntityTable.of(entity).deleteSQL, id)
            }
        }
        for (number, record) in records { try awaitAgain(number, record) }
        return listed
    }

    /// What still refers to a household or a person that went lies nowhere until it comes back.
    private func awaitAgain(_ number: Int, _ record: RecordID) throws {
        let dependents: [(Int, RecordID)]
        switch journal.dictionary.entity(number)?.name {
        case "household": dependents = try registry.dependents(ofHousehold: record)
        case "person": dependents = try registry.dependents(ofPerson: record)
        default: return
        }
        guard !dependents.isEmpty else { return }
        hasMissing = true
        try transaction.execute(
            "INSERT INTO missing (record) VALUES ($1) ON CONFLICT DO NOTHING", .reference(record))
    }

    /// Forgets what a feed that started again did not mention, unless an entry of the log waits to
    /// be taken into account.
    private func sweep(before generation: Int64, _ reflects: Reflects) throws -> [ListedRecord] {
        var forgotten: [(entity: Int, record: RecordID)] = []
        for entity in journal.dictionary.entities where entity.scope != .local {
            let candidates = try transaction.rows(
                """
                SELECT e.id FROM "\(entity.name)" e
                LEFT JOIN upstream_state u ON u.record = e.id
                WHERE u.record IS NULL OR u.generation < $1 ORDER BY e.id
                """, .integer(generation)
            ).compactMap { $0.id(0) }
            for record in candidates {
                let pending = try pendingEntries(of: record, entity.number, reflects)
                if pending.isEmpty {
                    forgotten.append((entity.number, record))
                } else if !pending.contains(where: { $0.changes.contains { $0.kind == .create } }) {
                    try transaction.execute(
                        """
                        INSERT INTO lingering (record, entity) VALUES ($1, $2)
                        ON CONFLICT DO NOTHING
                        """,
                        .reference(record), .integer(Int64(entity.number)))
                }
            }
        }
        return try forget(forgotten)
    }

    /// Forgets what a sweep kept, once the entry that it was kept for is taken into account and the
    /// upstream still does not mention the record.
    private func forgetLingering(_ reflects: Reflects) throws -> [ListedRecord] {
        let lingering = try transaction.rows("SELECT entity, record FROM lingering ORDER BY record")
        return try forget(
            lingering.compactMap { row in
                guard let record = row.id(1),
                    try pendingEntries(of: record, row.int(0), reflects).isEmpty
                else { return nil }
                return (row.int(0), record)
            })
    }

    private func pendingEntries(
        of record: RecordID, _ entity: Int, _ reflects: Reflects
    ) throws -> [PendingEntry] {
        try entries(touching: record, of: entity).filter { !reflects.covers(try global($0.version)) }
    }
}
