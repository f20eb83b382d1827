import Casework
import Registry

/// Somebody who is signed in, or on the way to.
package struct Session: Sendable {
    /// Goes with every form; a page of another site does not know it.
    package let csrf: String
    package var user: String
    /// Whether password and, where it is needed, one-time password were right.
    package var isComplete: Bool
    /// The secret of a phone that is being set up.
    var pendingSecret: [UInt8]?
    package let began: Int64
    package var lastSeen: Int64
    /// What was searched for last: it stays here and out of addresses.
    var query = ""
    /// When it was last noted that people were searched, in milliseconds since 1970.
    var searchNoted: Int64 = 0
    /// Records of other areas that were opened for a purpose.
    var purposes: [RecordID: String] = [:]
    /// Something to say on the next page.
    var notice: Notice?
    /// What the node above said of the people of a draft, so that it is asked once.
    var asked: [RecordID: (people: [[String: String]], outcome: ElsewhereOutcome)] = [:]
    /// Families of other provinces that it told of, by their household.
    var foreign: [RecordID: ElsewhereFinding] = [:]

    /// A sentence on the next page.
    struct Notice: Sendable {
        var isGood: Bool
        var text: String
        /// A decision that can be taken back from the notice.
        var undo: Link?
    }
}
