public import Registry
public import Storage
import Trust

/// The tables of a node: one a replicated entity, generated from the data dictionary, and those of
/// the log.
///
/// Replicated tables have a primary key and NOT NULL only: two nodes may each write what together
/// breaks a rule, and a reference may name a record that is not here.
public enum LogSchema {
    /// The migrations that every node's database goes through.
    public static let migrations = [
        Migration("log 1") { transaction in
            for statement in logTables { try transaction.execute(statement) }
        },
        Migration("log 2") { transaction in
            // Records of entities that this version does not know; a newer one reads them.
            try transaction.execute(
                """
                CREATE TABLE unread (
                    record BLOB PRIMARY KEY NOT NULL,
                    entity INTEGER NOT NULL) WITHOUT ROWID
                """)
            // As it says itself, in milliseconds since 1970.
            try transaction.execute("ALTER TABLE peer ADD COLUMN last_backup INTEGER")
        },
        Migration("log 3") { transaction in
            // Bytes that its disk has free, as it says itself.
            try transaction.execute("ALTER TABLE peer ADD COLUMN free_disk INTEGER")
        },
        Migration("log 4") { transaction in
            // Of the last entry in its range. What waits for that with none does not count.
            try transaction.execute("ALTER TABLE receipt ADD COLUMN digest BLOB")
            try transaction.execute(
                """
                UPDATE receipt SET digest = (
                    SELECT j.digest FROM journal j
                    WHERE j.branch = receipt.branch AND j.sequence = receipt.last_sequence)
                """)
        },
    ]

    /// What a version of the dictionary has that another one had not.
    struct Additions {
        var entities: [Entity] = []
        /// The numbers of the fields that came to an entity.
        var fields: [(entity: Entity, fields: Set<Int>)] = []

        var isEmpty: Bool { entities.isEmpty && fields.isEmpty }
    }

    /// Creates the tables of entities that are new and adds the columns of fields that are new.
    public static func ensureTables(
        of dictionary: DataDictionary, in transaction: Transaction
    ) throws {
        _ = try addTables(of: dictionary, in: transaction)
    }

    /// Creates what is missing, and says what the version of the program that wrote here last did not
    /// know.
    static func addTables(
        of dictionary: DataDictionary, in transaction: Transaction
    ) throws -> Additions {
        let additions = try addMissingTables(of: dictionary, in: transaction)
        try addIndexes(of: dictionary, in: transaction)
        return additions
    }

    private static func addMissingTables(
        of dictionary: DataDictionary, in transaction: Transaction
    ) throws -> Additions {
        // Looking at a hundred tables takes longer than what most short commands do.
        let inventory = inventory(of: dictionary)
        let last = try transaction.first("SELECT value FROM node_state WHERE name = 'tables'")
            .map { String(decoding: $0.bytes(0), as: UTF8.self) }
        guard last != inventory else { return Additions() }
        let known = last.map(numbers)
        var additions = Additions()
        var columns: [String: Set<String>] = [:]
        try transaction.forEach(
            """
            SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table'
            """
        ) { columns[$0.text(0), default: []].insert($0.text(1)) }
        for entity in dictionary.entities where entity.scope != .local {
            let there = columns[entity.name] ?? []
            if there.isEmpty {
                for statement in statements(for: entity) { try transaction.execute(statement) }
            } else {
                for field in entity.fields where !there.contains(field.name) {
                    try transaction.execute(
                        "ALTER TABLE \"\(entity.name)\" ADD COLUMN \(EntityTable.column(field))")
                }
            }
            // Without a list the tables say what was known.
            let before =
                known.map { $0[entity.number] ?? [] }
                ?? Set(entity.fields.filter { there.contains($0.name) }.map(\.number))
            let new = Set(entity.fields.map(\.number)).subtracting(before)
            if before.isEmpty {
                additions.entities.append(entity)
            } else if !new.isEmpty {
                additions.fields.append((entity, new))
            }
        }
        try keep("tables", Array(inventory.utf8), in: transaction)
        return additions
    }

    /// Makes the indexes that the version which wrote here last did not have.
    private static func addIndexes(
        of dictionary: DataDictionary, in transaction: Transaction
    ) throws {
        let statements = dictionary.entities.filter { $0.scope != .local }.flatMap(indexes)
        let wanted = sha256(Array(statements.joined(separator: "\n").utf8)).bytes
        let made = try transaction.first("SELECT value FROM node_state WHERE name = 'indexes'")
        guard made?.bytes(0) != wanted else { return }
        for statement in statements { try transaction.execute(statement) }
        try keep("indexes", wanted, in: transaction)
    }

    private static func keep(
        _ name: String, _ value: [UInt8], in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO node_state (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, .text(name), .bytes(value))
    }

    /// The numbers of all entities and their fields: one line an entity.
    private static func inventory(of dictionary: DataDictionary) -> String {
        dictionary.entities.filter { $0.scope != .local }.map { entity in
            ([entity.number] + entity.fields.map(\.number)).map(String.init)
                .joined(separator: " ")
        }.joined(separator: "\n")
    }

    private static func numbers(_ inventory: String) -> [Int: Set<Int>] {
        var result: [Int: Set<Int>] = [:]
        for line in inventory.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            if let entity = numbers.first { result[entity] = Set(numbers.dropFirst()) }
        }
        return result
    }

    /// The statements that make an entity's table and its indexes.
    public static func statements(for entity: Entity) -> [String] {
        [EntityTable.of(entity).createSQL] + indexes(of: entity)
    }

    private static func indexes(of entity: Entity) -> [String] {
        var columns: [[String]] = []
        if case .through(let fields) = entity.scope { columns = fields.map { [$0] } }
        switch entity.name {
        case "membership": columns.append(["person"])
        case "identifier": columns.append(["value"])
        case "household": columns += [["number"], ["area"]]
        case "enrolment": columns.append(["unit"])
        case "source_record": columns.append(["source", "key"])
        case "entitlement", "hold": columns.append(["payroll"])
        case "payment": columns += [["entitlement"], ["file", "payment_id"]]
        default: break
        }
        return columns.map { fields in
            let list = fields.map { "\"\($0)\"" }.joined(separator: ", ")
            let name = ([entity.name] + fields).joined(separator: "_")
            return "CREATE INDEX IF NOT EXISTS \"\(name)_index\" ON \"\(entity.name)\" (\(list))"
        }
    }

    private static let logTables = [
        // One row a branch: how far it is held, and where it began.
        """
        CREATE TABLE branch (
            ix INTEGER PRIMARY KEY NOT NULL,
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            parent_incarnation INTEGER,
            parent_sequence INTEGER,
            disowned INTEGER NOT NULL DEFAULT 0,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL,
            UNIQUE (origin, incarnation))
        """,
        // Everything that changed this database, in the order in which it did.
        """
        CREATE TABLE journal (
            pos INTEGER PRIMARY KEY NOT NULL,
            kind INTEGER NOT NULL,
            branch INTEGER,
            sequence INTEGER,
            effective INTEGER NOT NULL,
            digest BLOB NOT NULL,
            chain BLOB NOT NULL,
            body BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX journal_entry ON journal (branch, sequence)",
        // Which entries touched a record.
        """
        CREATE TABLE touch (
            record BLOB NOT NULL,
            pos INTEGER NOT NULL,
            PRIMARY KEY (record, pos)) WITHOUT ROWID
        """,
        // Changes of records that are not here yet, or not in this node's scope.
        "CREATE TABLE orphan (record BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID",
        // Records that the upstream took away: late changes of them are relayed without a row.
        "CREATE TABLE departed (record BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID",
        // Records that a feed which started again did not mention, kept for an entry on its way up.
        """
        CREATE TABLE lingering (record BLOB PRIMARY KEY NOT NULL, entity INTEGER NOT NULL)
        WITHOUT ROWID
        """,
        // Households and persons that records here refer to and that are not here themselves.
        "CREATE TABLE missing (record BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE signature (
            branch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            signature BLOB NOT NULL,
            PRIMARY KEY (branch, sequence)) WITHOUT ROWID
        """,
        """
        CREATE TABLE receipt (
            branch INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            first_sequence INTEGER NOT NULL,
            receiver TEXT NOT NULL,
            received INTEGER NOT NULL,
            signature BLOB NOT NULL,
            PRIMARY KEY (branch, last_sequence)) WITHOUT ROWID
        """,
        // Entries whose predecessor or whose signature is not here yet.
        """
        CREATE TABLE staged (
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (origin, incarnation, sequence)) WITHOUT ROWID
        """,
        // The heads of a group, where they are not simply the row's own version.
        """
        CREATE TABLE head (
            record BLOB NOT NULL,
            grp INTEGER NOT NULL,
            branch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            tag INTEGER NOT NULL,
            effective INTEGER NOT NULL,
            vals BLOB NOT NULL,
            was BLOB NOT NULL,
            PRIMARY KEY (record, grp, branch, sequence)) WITHOUT ROWID
        """,
        // Versions that were superseded before they arrived.
        """
        CREATE TABLE superseded (
            record BLOB NOT NULL,
            grp INTEGER NOT NULL,
            branch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            tag INTEGER NOT NULL,
            PRIMARY KEY (record, grp, branch, sequence, tag)) WITHOUT ROWID
        """,
        // What the upstream said about a record, as it said it.
        """
        CREATE TABLE upstream_state (
            record BLOB PRIMARY KEY NOT NULL,
            entity INTEGER NOT NULL,
            reflects INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            state BLOB NOT NULL)
        """,
        """
        CREATE TABLE reflects (
            ix INTEGER PRIMARY KEY NOT NULL,
            body BLOB NOT NULL)
        """,
        // Entries that stand in the journal and are not merged, since their origin may never write
        // what they write; those that an operator released among them.
        """
        CREATE TABLE quarantine_entry (
            branch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            tag INTEGER NOT NULL,
            reason TEXT NOT NULL,
            status TEXT NOT NULL,
            PRIMARY KEY (branch, sequence)) WITHOUT ROWID
        """,
        // What the upstream said that it set aside of this node's subtree.
        """
        CREATE TABLE quarantine_notice (
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            tag INTEGER NOT NULL,
            judge TEXT NOT NULL,
            reason TEXT NOT NULL,
            status TEXT NOT NULL,
            PRIMARY KEY (origin, incarnation, sequence)) WITHOUT ROWID
        """,
        // Sealed changesets of the tiers above that no verified backup holds yet.
        """
        CREATE TABLE witness (
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (origin, incarnation, sequence)) WITHOUT ROWID
        """,
        // Branches of which two logs exist, and where they part.
        """
        CREATE TABLE fork (
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (origin, incarnation)) WITHOUT ROWID
        """,
        // Entries that were written again after a fork, by the name that they lost.
        """
        CREATE TABLE alias (
            old_branch INTEGER NOT NULL,
            old_sequence INTEGER NOT NULL,
            old_tag INTEGER NOT NULL,
            branch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            tag INTEGER NOT NULL,
            PRIMARY KEY (old_branch, old_sequence, old_tag, branch, sequence)) WITHOUT ROWID
        """,
        // What an operator must hear of: restored, rewritten or cloned neighbours.
        """
        CREATE TABLE alarm (
            ix INTEGER PRIMARY KEY NOT NULL,
            kind TEXT NOT NULL,
            node TEXT NOT NULL,
            at INTEGER NOT NULL,
            detail TEXT NOT NULL)
        """,
        // Derived from the heads: open conflicts.
        """
        CREATE TABLE conflict (
            record BLOB NOT NULL,
            grp INTEGER NOT NULL,
            entity INTEGER NOT NULL,
            PRIMARY KEY (record, grp)) WITHOUT ROWID
        """,
        // Derived from the heads of group 0: records that were closed, and whether they are.
        """
        CREATE TABLE life (
            record BLOB PRIMARY KEY NOT NULL,
            entity INTEGER NOT NULL,
            closed INTEGER NOT NULL) WITHOUT ROWID
        """,
        // Derived from the rows: breaches of invariants.
        """
        CREATE TABLE breach (
            invariant TEXT NOT NULL,
            shared BLOB NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (invariant, shared, record)) WITHOUT ROWID
        """,
        "CREATE INDEX breach_record ON breach (record)",
        """
        CREATE TABLE node_state (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL)
        """,
        // What a payroll was frozen on, so that it can be computed again to the same digest.
        """
        CREATE TABLE payroll_snapshot (
            payroll BLOB NOT NULL,
            revision INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (payroll, revision))
        """,
        // What is known about those that this node syncs with.
        """
        CREATE TABLE peer (
            name TEXT PRIMARY KEY NOT NULL,
            last_contact INTEGER,
            clock_offset INTEGER,
            fed_through INTEGER,
            complete_at INTEGER)
        """,
        // Who read whose personal data; never leaves the node.
        """
        CREATE TABLE access_log (
            id INTEGER PRIMARY KEY NOT NULL,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            purpose TEXT NOT NULL,
            record BLOB)
        """,
    ]
}
