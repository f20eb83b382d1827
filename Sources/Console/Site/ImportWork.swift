/// How files of other institutions are taken in, as far as the pages know of it.
public struct ImportWork: Sendable {
    /// Reads the files, which the importer recognises by their columns, and tells how far it is.
    public var run:
        @Sendable (
            _ files: [[UInt8]], _ actor: String, _ progress: @escaping @Sendable (Double) -> Void
        ) throws -> Result
    /// A file of rejected rows, by the name that a result gave.
    public var rejected: @Sendable (_ name: String) throws -> [UInt8]?

    public init(
        run:
            @escaping @Sendable (
                _ files: [[UInt8]], _ actor: String,
                _ progress: @escaping @Sendable (Double) -> Void
            ) throws -> Result,
        rejected: @escaping @Sendable (_ name: String) throws -> [UInt8]?
    ) {
        self.run = run
        self.rejected = rejected
    }

    /// What an import did.
    public struct Result: Sendable {
        public var households: Int
        public var persons: Int
        public var new: Int
        public var changed: Int
        public var unchanged: Int
        /// Rows that were refused.
        public var rejected: Int
        /// Rows of other areas.
        public var outside: Int
        /// The names of the files of rejected rows.
        public var rejectedFiles: [String]

        public init(
            households: Int, persons: Int, new: Int, changed: Int, unchanged: Int, rejected: Int,
            outside: Int, rejectedFiles: [String]
        ) {
            self.households = households
            self.persons = persons
            self.new = new
            self.changed = changed
            self.unchanged = unchanged
            self.rejected = rejected
            self.outside = outside
            self.rejectedFiles = rejectedFiles
        }
    }
}
