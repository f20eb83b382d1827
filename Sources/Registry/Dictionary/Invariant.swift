/// A rule over several rows that no single write can keep, since two nodes may each write one of
/// them. A breach is never refused: it opens a case.
public struct Invariant: Sendable {
    /// The name in cases and in the exported dictionary.
    public let name: String
    /// What must hold, in the words of the domain.
    public let meaning: String
    public let entity: String
    /// At most one open row may share the values of these fields.
    public let key: [String]
    /// A row counts only while each of these fields has one of its values
    /// (an empty list means: has no value).
    public let whenever: [String: [FieldValue]]
}
