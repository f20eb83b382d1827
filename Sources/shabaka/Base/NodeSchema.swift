import Casework
import ChangeLog
import Storage
import Sync

/// The tables of a node's database beside those that the data dictionary makes.
enum NodeSchema {
    /// In the order in which they are applied; new ones go to the end.
    static let migrations: [Migration] =
        LogSchema.migrations + MembershipSchema.migrations + DeskSchema.migrations
}
