import ArgumentParser

/// The command line: every command that the program has.
@main
struct Shabaka: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shabaka",
        abstract: "The information system of a national social safety net.",
        discussion: """
            A node registers families offline, merges with its upstream over mutual TLS, and at \
            the hub finds who is registered twice and issues the payroll.

            Begin with: shabaka init --data hub --role hub --node HUB
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Node",
                subcommands: [
                    InitCommand.self, TokenCommand.self, JoinCommand.self, SyncCommand.self,
                    ServeCommand.self, StatusCommand.self, AlarmsCommand.self,
                    NodeGroupCommand.self, UserCommand.self, BundleCommand.self, PKICommand.self,
                    BackupCommand.self, RestoreCommand.self, CloneCommand.self,
                ]),
            CommandGroup(
                name: "Families",
                subcommands: [
                    ImportCommand.self, ConflictsCommand.self, QuarantineCommand.self,
                    TransferCommand.self,
                ]),
            CommandGroup(
                name: "Headquarters",
                subcommands: [
                    DuplicatesCommand.self, PayrollCommand.self, PolicyCommand.self,
                ]),
            CommandGroup(
                name: "Documents",
                subcommands: [
                    LinkCommand.self, AuditCommand.self, SchemaCommand.self, BenchCommand.self,
                    SimulateCommand.self,
                ]),
        ])
}
