public import Storage

/// What a node keeps of the nodes that join it and of the one that it joined; never replicated.
public enum MembershipSchema {
    /// The migrations of these tables.
    public static let migrations = [
        Migration("membership 1") { transaction in
            for statement in tables { try transaction.execute(statement) }
        },
        Migration("membership 2") { transaction in
            // When the certificate was presented for the first time.
            try transaction.execute("ALTER TABLE certificate ADD COLUMN used INTEGER")
            try transaction.execute("CREATE INDEX certificate_record ON certificate (record)")
        },
        Migration("membership 3") { transaction in
            // The certificates with which the nodes above showed themselves, in that order.
            try transaction.execute(
                """
                CREATE TABLE upstream_certificate (
                    number INTEGER PRIMARY KEY NOT NULL,
                    node TEXT NOT NULL,
                    serial TEXT NOT NULL,
                    issued INTEGER NOT NULL,
                    UNIQUE (node, serial))
                """)
        },
    ]

    private static let tables = [
        // Tokens that were given out, by the digest of their secret.
        """
        CREATE TABLE join_token (
            secret BLOB PRIMARY KEY NOT NULL,
            node TEXT NOT NULL,
            role TEXT NOT NULL,
            areas TEXT NOT NULL,
            hosts TEXT NOT NULL,
            expires INTEGER NOT NULL,
            used_by BLOB)
        """,
        // Certificates that were handed out here, with the node record that each stands for; an
        // empty one where the hub signed for a province.
        """
        CREATE TABLE certificate (
            serial TEXT PRIMARY KEY NOT NULL,
            node TEXT NOT NULL,
            record BLOB NOT NULL,
            hosts TEXT NOT NULL,
            issued INTEGER NOT NULL,
            not_after INTEGER NOT NULL)
        """,
    ]
}
