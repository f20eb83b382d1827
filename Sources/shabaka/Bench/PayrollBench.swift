import ArgumentParser
import ChangeLog
import Foundation
import Intake
import Payroll
import Registry
import Simulation
import Storage
import Trust

/// Measures a payroll from the frozen position to the payment files.
struct PayrollBench: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "payroll", abstract: "Measure how long a payroll takes.",
        discussion: """
            Simulated families are imported into a hub in a temporary folder and paid once: open, \
            freeze, compute, review, two approvals, export. The baseline reads every row of \
            every table once and keeps nothing.

            Example: shabaka bench payroll --persons 100000
            """)

    @Option(help: "How many persons.")
    var persons = 100_000

    @Option(help: "From which the families are made.")
    var seed: UInt64 = 1

    @Option(help: "The folder for files and databases; that of the system when left out.")
    var folder: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    func validate() throws {
        guard persons > 0 else { throw ValidationError("--persons must be at least 1.") }
    }

    /// What it cost; a step's peak is that of the process until then, the import included.
    struct Outcome: Rendered {
        var households: Int
        var persons: Int
        var paid: Int
        var held: Int
        var rows: Int
        var baseline: Measured
        var freeze: Measured
        var compute: Measured
        /// Review and two approvals: each reads the whole payroll again.
        var approve: Measured
        var export: Measured
        var enrolmentsPerCpuSecond: Int
        /// All steps as a multiple of the baseline, both in seconds of the processor.
        var cpuRatio: Double

        var text: String {
            func line(_ name: String, _ cost: Measured) -> String {
                "\(name) \(cost.cpuSeconds.text(places: 2)) s of CPU, "
                    + "\(cost.seconds.text(places: 2)) s, "
                    + "peak \(cost.peakMegabytes.text(places: 0)) MB"
            }
            return """
                \(persons) persons in \(households) households: \(paid) paid, \(held) held
                \(line("baseline (all \(rows) rows once):", baseline))
                \(line("freeze: ", freeze))
                \(line("compute:", compute))
                \(line("approve:", approve))
                \(line("export: ", export))
                \(enrolmentsPerCpuSecond) enrolments per second of CPU; \
                \(cpuRatio.text(places: 1)) times the baseline
                """
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let place = try BenchFolder(in: folder)
        defer { withExtendedLifetime(place) {} }
        let families = try PopulationFolder.write(
            PopulationSimulation.Options(persons: persons, seed: seed),
            to: place.path + "/population")
        let directory = NodeDirectory(FilePath(argument: place.path + "/hub"))
        let maker = NodeMaker(
            directory, settings: NodeSettings(name: "HUB", role: .hub, areas: []))
        _ = try maker.makeHub(PackContents(.builtIn), hosts: [])
        guard case .mine(let node) = try await NodeDoor.open(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        _ = try Importer(node.journal, options: Importer.Options(workFolder: place.path))
            .run(families.paths) {
                output.progress("import", done: $0.doneBytes, total: $0.totalBytes)
            }
        let (rows, baseline) = try Measured.of { try plainPass(node) }
        let desk = try node.payrollDesk()
        guard let cycle = Cycle(String(Date().ISO8601Format().prefix(7))),
            let cutOff = Instant(milliseconds: Int64(node.journal.clock.milliseconds))
        else { throw ValidationError("The machine's clock is wrong. Set it.") }
        let payroll = try desk.open(programme: nil, cycle: cycle, by: "maker").id
        output.message("Freeze, compute, approve, export …")
        let (_, freeze) = try Measured.of {
            try desk.freeze(payroll, cutOff: cutOff, includeStale: true, by: "maker")
        }
        let (plan, compute) = try Measured.of { try desk.compute(payroll, by: "maker") }
        let (_, approve) = try Measured.of {
            _ = try desk.review(payroll, by: "reviewer")
            _ = try desk.approve(payroll, by: "first")
            _ = try desk.approve(payroll, by: "second")
        }
        let (_, export) = try Measured.of {
            for file in try desk.export(payroll, executionDate: nil, by: "maker") {
                try Data(file.bytes).write(
                    to: URL(fileURLWithPath: place.path + "/" + file.name), options: .atomic)
            }
        }
        let cpu = [freeze, compute, approve, export].reduce(0) { $0 + $1.cpuSeconds }
        return Outcome(
            households: families.report.households, persons: families.report.persons,
            paid: plan.paid,
            held: plan.held, rows: rows, baseline: baseline, freeze: freeze,
            compute: compute, approve: approve, export: export,
            enrolmentsPerCpuSecond: Int(
                Double(plan.paid + plan.held) / max(cpu, 0.001)),
            cpuRatio: (cpu / max(baseline.cpuSeconds, 0.001)).rounded(places: 2))
    }

    /// Reads every row of every table and looks at every field.
    private func plainPass(_ node: Node) throws -> Int {
        var rows = 0
        try node.store.read { transaction in
            for entity in node.journal.dictionary.entities where entity.scope != .local {
                try transaction.forEach("SELECT * FROM \"\(entity.name)\"") { row in
                    _ = row.row().values
                    rows += 1
                }
            }
        }
        return rows
    }
}
