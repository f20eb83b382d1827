import ChangeLog
import Storage
import Sync

/// The tables of a node's database beside those that the data dictionary makes.
enum NodeSchema {
    /// In the order in which they are applied; new ones go to the end.
    static let migrations: [Migration] =
        LogSchema.migrations + MembershipSchema.migrations + [localAccounts]

    /// Passwords stay on the node that they were set on.
    private static let localAccounts = Migration("accounts 1") { transaction in
        try transaction.execute(
            """
            CREATE TABLE user_password (
                name TEXT PRIMARY KEY NOT NULL,
                hash TEXT NOT NULL,
                changed INTEGER NOT NULL)
            """)
    }
}
