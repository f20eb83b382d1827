/// What an import did, row by row.
public struct ImportOutcome: Codable, Sendable, Equatable {
    /// How many files were read.
    public var files = 0
    /// Rows of households that stand in the registry now.
    public var households = 0
    /// Rows of persons that stand in the registry now.
    public var persons = 0
    /// Rows of a register that were matched to a person.
    public var matched = 0
    /// Rows that no import had brought before.
    public var new = 0
    /// Rows that differ from the last import.
    public var changed = 0
    /// Rows that are the same as in the last import.
    public var unchanged = 0
    /// Changed rows of which at least one value was not taken, since a clerk had corrected it.
    public var keptCorrections = 0
    /// Rows that were refused and stand in a file of rejected rows.
    public var rejected = 0
    /// Rows that were passed over: outside the areas asked for, or about nobody who is registered.
    public var outside = 0
    /// Changesets that were written.
    public var changesets = 0
    /// How long it took.
    public var seconds = 0.0
    /// The files of rejected rows.
    public var rejectedFiles: [String] = []

    /// Nothing yet.
    public init() {}
}
