public import Storage

/// The tables of a node's pages: accounts, drafts, and the index of people. They never leave it.
public enum DeskSchema {
    /// In the order in which they are applied; new ones go to the end.
    public static let migrations = [
        // Passwords stay on the node that they were set on.
        Migration("accounts 1") { transaction in
            try transaction.execute(
                """
                CREATE TABLE user_password (
                    name TEXT PRIMARY KEY NOT NULL,
                    hash TEXT NOT NULL,
                    changed INTEGER NOT NULL)
                """)
        },
        Migration("desk 1") { transaction in
            for statement in deskTables { try transaction.execute(statement) }
        },
        // The index holds what names are compared by, and is filled anew.
        Migration("desk 2") { transaction in
            for statement in searchTables { try transaction.execute(statement) }
        },
        // The index knows how often a name is borne, and is filled anew.
        Migration("desk 3") { transaction in
            for statement in searchTables + [nameTable] { try transaction.execute(statement) }
        },
    ]

    /// Every name that somebody bears, as it is compared, with its consonants.
    private static let nameTable = """
        CREATE TABLE search_name (
            word TEXT PRIMARY KEY NOT NULL,
            skeleton TEXT NOT NULL,
            people INTEGER NOT NULL) WITHOUT ROWID
        """

    private static let searchTables = [
        "DROP TABLE search_word",
        "DROP TABLE search_person",
        "DELETE FROM node_state WHERE name = 'search position'",
        """
        CREATE TABLE search_person (
            ix INTEGER PRIMARY KEY NOT NULL,
            person BLOB NOT NULL,
            names TEXT NOT NULL,
            is_head INTEGER NOT NULL)
        """,
        "CREATE UNIQUE INDEX search_person_id ON search_person (person)",
        """
        CREATE TABLE search_word (
            word TEXT NOT NULL,
            ix INTEGER NOT NULL,
            PRIMARY KEY (word, ix)) WITHOUT ROWID
        """,
    ]

    private static let deskTables = [
        // What is known about somebody's attempts to sign in, and the second factor.
        """
        CREATE TABLE user_sign_in (
            name TEXT PRIMARY KEY NOT NULL,
            failures INTEGER NOT NULL,
            locked_until INTEGER,
            totp_secret BLOB,
            totp_step INTEGER)
        """,
        // Families that are being registered: not in the log before they are saved.
        """
        CREATE TABLE draft (
            id BLOB PRIMARY KEY NOT NULL,
            owner TEXT NOT NULL,
            changed INTEGER NOT NULL,
            body TEXT NOT NULL)
        """,
        "CREATE INDEX draft_owner ON draft (owner, changed)",
        // Who is looked for: a small number for each person and the words that lead to it.
        """
        CREATE TABLE search_person (
            ix INTEGER PRIMARY KEY NOT NULL,
            person BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX search_person_id ON search_person (person)",
        """
        CREATE TABLE search_word (
            word TEXT NOT NULL,
            ix INTEGER NOT NULL,
            PRIMARY KEY (word, ix)) WITHOUT ROWID
        """,
        // Whom a case is assigned to; a way of working and no decision.
        """
        CREATE TABLE case_assignment (
            record BLOB PRIMARY KEY NOT NULL,
            owner TEXT NOT NULL,
            assigned INTEGER NOT NULL)
        """,
        "CREATE INDEX access_log_at ON access_log (at)",
        "CREATE INDEX access_log_record ON access_log (record, at)",
    ]
}
