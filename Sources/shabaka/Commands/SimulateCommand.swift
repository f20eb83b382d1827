import ArgumentParser

/// What is made from a seed: nations and federations that never were.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Make populations for tests, and put the sync engine to the test.",
        discussion: """
            Everything comes from a seed: the same seed gives the same on every machine. No node \
            is needed.

            Example: shabaka simulate population --persons 100000 --seed 1 --to nation
            Example: shabaka simulate federation --seed 1 --schedules 100
            """,
        subcommands: [SimulatePopulation.self, SimulateFederation.self])
}
