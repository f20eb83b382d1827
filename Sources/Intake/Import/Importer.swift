public import ChangeLog
import Registry
import Storage
import Trust

/// Brings files of households, persons and deaths into a node's registry.
///
/// What is new of one household becomes one changeset, a few hundred of them one transaction. Every
/// row leaves a `source_record` with its digest, so that the same file twice changes nothing, and an
/// import that was cut short ends, when run again, as if it had never been. Files are read in step:
/// persons that stand in the order of their households join them on the way, others are put aside
/// in a database of their own, so that memory does not grow with the files.
public struct Importer: Sendable {
    /// The registry that is written.
    public let journal: Journal
    /// What was asked for.
    public let options: Options

    /// What an import is told.
    public struct Options: Sendable {
        /// How the files are written.
        public var mapping = ImportMapping.builtIn
        /// What the files are when the user says so; nil to find out from their headers.
        public var kind: FileKind?
        /// The programme in which new households are enrolled; nil for none.
        public var programme: String? = "monthly-benefit"
        /// Only households in these areas or below them; nil for all.
        public var areas: Set<String>?
        /// Not the households in these areas or below them.
        public var exceptAreas: Set<String> = []
        /// Who imports; stands in every changeset.
        public var actor = "import"
        /// The folder for the database of what was put aside; removed in the end.
        public var workFolder: String
        /// How many households are written in one transaction.
        public var householdsPerTransaction = 800

        /// The usual options, with a folder in which files may be made.
        public init(workFolder: String) {
            self.workFolder = workFolder
        }
    }

    /// How far an import is.
    public struct Progress: Sendable {
        /// Bytes of the files that were read.
        public var doneBytes: Int
        /// Bytes of all files; nil when one of them is no regular file.
        public var totalBytes: Int?
        /// Rows that were read.
        public var rows: Int
    }

    /// An importer into this registry.
    public init(_ journal: Journal, options: Options) {
        self.journal = journal
        self.options = options
    }

    /// Imports the files.
    ///
    /// - Parameters:
    ///   - paths: in any order; persons may stand before their households.
    ///   - progress: called after each transaction; what it throws ends the import there.
    /// - Throws: `ImportMapping.Problem`, `CSVError.file`, `RejectedRows.Problem`, `JournalRefusal`,
    ///   `StoreError`, `CancellationError`. What was written before stays, and the next run goes on.
    public func run(
        _ paths: [String], progress: (Progress) throws -> Void = { _ in }
    ) throws -> ImportOutcome {
        let clock = ContinuousClock()
        let start = clock.now
        var files: [ImportFile] = []
        for path in paths {
            files.append(try ImportFile(path, options: options, today: today))
        }
        let staging = try ImportStaging(folder: options.workFolder)
        defer { staging.remove() }
        let run = ImportRun(
            journal: journal, options: options,
            areas: try journal.read { try AreaFilter($0, journal.identity, options) },
            staging: staging, files: files)
        try run.importHouseholds(progress)
        try run.importDeaths(progress)
        for file in files { try file.finish() }
        var outcome = run.outcome
        let seconds = clock.now - start
        outcome.seconds =
            Double(seconds.components.seconds)
            + Double(seconds.components.attoseconds / 1_000_000_000_000_000) / 1000
        return outcome
    }

    private var today: CivilDate {
        guard let now = Instant(milliseconds: Int64(journal.clock.milliseconds)) else {
            preconditionFailure("The node's clock stands outside the years 1 to 9999.")
        }
        return now.date()
    }
}
