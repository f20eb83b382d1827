public import Registry
public import Storage

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
        }
    ]

    /// Creates the tables of entities that are new and adds the columns of fields that are new.
    public static func ensureTables(
        of dictionary: DataDictionary, in transaction: Transaction
    ) throws {
        for entity in dictionary.entities where entity.scope != .local {
            let table = EntityTable.of(entity)
            let known = Set(
                try transaction.rows("SELECT name FROM pragma_table_info($1)", .text(entity.name))
                    .map { $0.text(0) })
            if known.isEmpty {
                try transaction.execute(table.createSQL)
                for statement in indexes(of: entity) { try transaction.execute(statement) }
            } else {
                for field in entity.fields where !known.contains(field.name) {
                    try transaction.execute(
                        "ALTER TABLE \"\(entity.name)\" ADD COLUMN \(EntityTable.column(field))")
                }
            }
        }
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
        case "household": columns.append(["number"])
        case "enrolment": columns.append(["unit"])
        case "source_record": columns.append(["source", "key"])
        case "entitlement", "hold": columns.append(["payroll"])
        case "payment": columns.append(["entitlement"])
        default: break
        }
        return columns.map { fields in
            let list = fields.map { "\"\($0)\"" }.joined(separator: ", ")
            let name = ([entity.name] + fields).joined(separator: "_")
            return "CREATE INDEX \"\(name)_index\" ON \"\(entity.name)\" (\(list))"
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
