public import Casework
public import ChangeLog
public import Payroll

/// What the node gives to its pages: the registry, and what only a running node knows or can do.
public struct ConsoleHost: Sendable {
    public var journal: Journal
    /// Who of the registry somebody at the desk may be.
    public var duplicates: DuplicateDesk
    /// How the node is now.
    public var status: @Sendable () throws -> NodeStatus
    /// The same for programs, as JSON.
    public var statusDocument: @Sendable () throws -> String
    /// The payroll desk with the hub's payment configuration.
    public var payrollDesk: @Sendable () throws -> PayrollDesk
    /// Begins a round with the upstream; nil where nothing is above.
    public var startSync: (@Sendable () -> Void)?
    /// A one-time token for a node that is to join here, by its name and areas.
    public var giveToken: @Sendable (_ node: String, _ areas: [String]) throws -> String
    /// Revokes a node, for a reason, by an actor.
    public var revoke: @Sendable (_ node: String, _ reason: String, _ actor: String) throws -> Void

    /// Asks the node above who is registered elsewhere; nil where nothing is above. It answers
    /// within the time that somebody at a desk waits.
    public var askElsewhere: (@Sendable (ElsewhereQuestion) -> ElsewhereOutcome)?
    /// Takes files of households and persons in.
    public var importFiles: ImportWork?

    /// Exchanges files with other nodes.
    public var bundles: BundleWork?
    /// How the node is set up.
    public var configuration: (@Sendable () throws -> NodeConfiguration)?

    /// Runs what takes long beside the pages.
    public var runLong: @Sendable (@escaping @Sendable () -> Void) -> Void

    public init(
        journal: Journal, duplicates: DuplicateDesk,
        status: @escaping @Sendable () throws -> NodeStatus,
        statusDocument: @escaping @Sendable () throws -> String,
        payrollDesk: @escaping @Sendable () throws -> PayrollDesk,
        startSync: (@Sendable () -> Void)?,
        askElsewhere: (@Sendable (ElsewhereQuestion) -> ElsewhereOutcome)? = nil,
        importFiles: ImportWork? = nil, bundles: BundleWork? = nil,
        configuration: (@Sendable () throws -> NodeConfiguration)? = nil,
        runLong: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void,
        giveToken: @escaping @Sendable (_ node: String, _ areas: [String]) throws -> String,
        revoke:
            @escaping @Sendable (_ node: String, _ reason: String, _ actor: String) throws ->
            Void
    ) {
        self.journal = journal
        self.duplicates = duplicates
        self.status = status
        self.statusDocument = statusDocument
        self.payrollDesk = payrollDesk
        self.startSync = startSync
        self.askElsewhere = askElsewhere
        self.importFiles = importFiles
        self.bundles = bundles
        self.configuration = configuration
        self.runLong = runLong
        self.giveToken = giveToken
        self.revoke = revoke
    }
}
