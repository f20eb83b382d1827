import ArgumentParser

/// Measurements for people to read; nothing is compared with a limit.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast this machine is, beside a baseline of the same run.",
        discussion: "Example: shabaka bench import --persons 100000",
        subcommands: [
            ImportBench.self, SyncBench.self, LinkBench.self, DeskBench.self, PayrollBench.self,
            ConsoleBench.self, DeskServiceBench.self, ProvincesBench.self,
        ])
}
