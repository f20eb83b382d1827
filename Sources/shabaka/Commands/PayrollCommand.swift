import ArgumentParser
import ChangeLog
import CountryPack
import Foundation
import Payroll
import Registry

/// Everything that headquarters does with a payroll.
struct PayrollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payroll", abstract: "Make, approve and issue a payroll.",
        discussion: """
            open → freeze → compute → review → approve (by two) → export; `return` sends it back \
            to be frozen again. Nothing can be skipped. What is exported is sealed for good: the \
            banks' answers are not read in, so no payroll is settled and closed here.

            Example:
              shabaka payroll open --data hub --cycle 2026-11 --actor maker
            """,
        subcommands: [
            Open.self, Freeze.self, Compute.self, Review.self, Approve.self, Return.self,
            Export.self, Show.self, Holds.self,
        ])
}

/// Which payroll, and by whom.
struct PayrollChoice: ParsableArguments {
    @Argument(help: "The payroll's id or its beginning; the youngest one when left out.")
    var payroll: String?

    @Option(help: "Who does it.")
    var actor: String
}

/// The common shape of a step: find the payroll, do it, show what it is now.
protocol PayrollStep: NodeCommand where Outcome == PayrollOutcome {
    var choice: PayrollChoice { get }
    func step(_ desk: PayrollDesk, _ id: RecordID) throws -> PayrollSummary
}

extension PayrollStep {
    func run(on node: Node, output: Output) async throws -> PayrollOutcome {
        try node.requireActor(choice.actor, output)
        let desk = try node.payrollDesk()
        let id = try node.journal.read { try desk.find(choice.payroll, $0) }
        return PayrollOutcome(try step(desk, id))
    }
}

extension PayrollCommand {
    struct Open: NodeCommand {
        typealias Outcome = PayrollOutcome

        static let configuration = CommandConfiguration(
            abstract: "Open the payroll of a programme and month.",
            discussion: "Example: shabaka payroll open --data hub --cycle 2026-11 --actor maker")

        @OptionGroup var options: NodeOptions
        @Option(help: "The programme's code; not needed where there is only one.")
        var programme: String?
        @Option(help: "The month, as 2026-11; this month when left out.")
        var cycle: String?
        @Option(help: "Who does it.")
        var actor: String

        func run(on node: Node, output: Output) async throws -> PayrollOutcome {
            let text = cycle ?? String(Date().ISO8601Format().prefix(7))
            guard let month = Cycle(text) else {
                throw ValidationError("“\(text)” is not a month. Write it as 2026-11.")
            }
            try node.requireActor(actor, output)
            return PayrollOutcome(
                try node.payrollDesk().open(programme: programme, cycle: month, by: actor))
        }
    }

    struct Freeze: PayrollStep {
        static let configuration = CommandConfiguration(
            abstract: "Copy what is paid from at this moment.",
            discussion: """
                A province that has not synced since the cut-off (24 hours ago unless --cut-off \
                says otherwise) is held with its age; --stale include pays it as last known and \
                records who chose that.

                Example: shabaka payroll freeze --data hub --actor maker
                """)

        @OptionGroup var options: NodeOptions
        @OptionGroup var choice: PayrollChoice
        @Option(help: "Provinces must have synced since then (ISO 8601).")
        var cutOff: String?
        @Option(help: "What happens to a province that has not: hold or include.")
        var stale: Stale = .hold

        enum Stale: String, ExpressibleByArgument, Decodable, CaseIterable, Sendable {
            case hold, include
        }

        func step(_ desk: PayrollDesk, _ id: RecordID) throws -> PayrollSummary {
            let instant: Instant
            if let cutOff {
                instant = try Instant(cutOff)
            } else {
                let day = Int64(Date().timeIntervalSince1970 * 1000) - 86_400_000
                guard let found = Instant(milliseconds: day) else {
                    throw ValidationError("The machine's clock is wrong. Set it.")
                }
                instant = found
            }
            return try desk.freeze(
                id, cutOff: instant, includeStale: stale == .include, by: choice.actor)
        }
    }

    struct Compute: PayrollStep {
        static let configuration = CommandConfiguration(
            abstract: "Compute who is paid and who is held, and why.",
            discussion: "Example: shabaka payroll compute --data hub --actor maker")
        @OptionGroup var options: NodeOptions
        @OptionGroup var choice: PayrollChoice
        func step(_ desk: PayrollDesk, _ id: RecordID) throws -> PayrollSummary {
            try desk.compute(id, by: choice.actor)
        }
    }

    struct Review: PayrollStep {
        static let configuration = CommandConfiguration(
            abstract: "Say that the computed list was looked at.",
            discussion: "Example: shabaka payroll review --data hub --actor reviewer")
        @OptionGroup var options: NodeOptions
        @OptionGroup var choice: PayrollChoice
        func step(_ desk: PayrollDesk, _ id: RecordID) throws -> PayrollSummary {
            try desk.review(id, by: choice.actor)
        }
    }

    struct Approve: PayrollStep {
        static let configuration = CommandConfiguration(
            abstract: "Sign count, total and digest; two people do, neither of them a maker.",
            discussion: "Example: shabaka payroll approve --data hub --actor first-approver")
        @OptionGroup var options: NodeOptions
        @OptionGroup var choice: PayrollChoice
        func step(_ desk: PayrollDesk, _ id: RecordID) throws -> PayrollSummary {
            try desk.approve(id, by: choice.actor)
        }
    }

    struct Return: PayrollStep {
        static let configuration = CommandConfiguration(
            abstract: "Send a payroll back to be frozen again.",
            discussion: """
                Example: shabaka payroll return --data hub --actor reviewer --reason "Basra late"
                """)
        @OptionGroup var options: NodeOptions
        @OptionGroup var choice: PayrollChoice
        @Option(help: "What has to be put right.")
        var reason: String
        func step(_ desk: PayrollDesk, _ id: RecordID) throws -> PayrollSummary {
            try desk.return(id, reason: reason, by: choice.actor)
        }
    }

    struct Export: NodeCommand {
        typealias Outcome = PayrollOutcome

        static let configuration = CommandConfiguration(
            abstract: "Seal an approved payroll and write its payment files.",
            discussion: """
                One pain.001.001.09 file a bank, each with a manifest beside it. Exporting again \
                writes the same bytes and never a second payment.

                Example: shabaka payroll export --data hub --out files --actor maker
                """)

        @OptionGroup var options: NodeOptions
        @OptionGroup var choice: PayrollChoice
        @Option(help: "The folder for the files; `payments` in the node's directory when left out.")
        var out: FilePath?
        @Option(help: "The day on which banks are asked to pay; tomorrow when left out.")
        var executionDate: String?

        func run(on node: Node, output: Output) async throws -> PayrollOutcome {
            var day: CivilDate?
            if let executionDate {
                day = CivilDate(executionDate)
                if day == nil {
                    throw ValidationError("“\(executionDate)” is not a day. Write 2026-11-25.")
                }
            }
            let folder = out?.absolute ?? options.directory.path + "/payments"
            let asked = day
            try node.requireActor(choice.actor, output)
            let desk = try node.payrollDesk()
            let id = try node.journal.read { try desk.find(choice.payroll, $0) }
            let files = try desk.export(id, executionDate: asked, by: choice.actor)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for file in files {
                let path = folder + "/" + file.name
                try Data(file.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
                try Data(file.manifest).write(
                    to: URL(fileURLWithPath: folder + "/" + file.manifestName),
                    options: .atomic)
                output.message("\(file.sha256)  \(path)")
            }
            var outcome = PayrollOutcome(
                try node.journal.read { try desk.summary(id, $0) })
            outcome.folder = folder
            return outcome
        }
    }

    struct Show: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a payroll, or all with --all.",
            discussion: "Example: shabaka payroll show --data hub --json")
        @OptionGroup var options: NodeOptions
        @Argument(help: "The payroll's id or its beginning; the youngest one when left out.")
        var payroll: String?
        @Flag(help: "All payrolls.")
        var all = false

        struct Outcome: Rendered {
            var payroll: PayrollOutcome?
            var payrolls: [PayrollOutcome]?
            var text: String {
                ([payroll].compactMap { $0 } + (payrolls ?? [])).map(\.text)
                    .joined(separator: "\n\n")
            }

            func encode(to encoder: any Encoder) throws {
                if let payroll {
                    try payroll.encode(to: encoder)
                } else {
                    var container = encoder.container(keyedBy: Key.self)
                    try container.encode(payrolls, forKey: .payrolls)
                }
            }

            private enum Key: String, CodingKey { case payrolls }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let desk = try node.payrollDesk()
            return try node.journal.read { view in
                if all {
                    return Outcome(payrolls: try desk.list(view).map(PayrollOutcome.init))
                }
                let id = try desk.find(payroll, view)
                return Outcome(payroll: PayrollOutcome(try desk.summary(id, view)))
            }
        }
    }

    struct Holds: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List who is not paid and why.",
            discussion: "Example: shabaka payroll holds --data hub --reason open_duplicate")
        @OptionGroup var options: NodeOptions
        @Argument(help: "The payroll's id or its beginning; the youngest one when left out.")
        var payroll: String?
        @Option(help: "Only holds with this reason.")
        var reason: String?

        struct Line: Encodable, Sendable {
            var enrolment: String
            var household: String
            var householdNumber: String
            var area: String
            var reasons: [String]
            var explanations: [String]
        }

        struct Outcome: Rendered {
            var holds: [Line]
            var text: String {
                holds.map { line in
                    "\(line.householdNumber)  \(line.area)  "
                        + line.explanations.joined(separator: "; ")
                }.joined(separator: "\n")
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let desk = try node.payrollDesk()
            return try node.journal.read { view in
                let id = try desk.find(payroll, view)
                let lines = try desk.holds(id, view).filter {
                    reason == nil || $0.reasons.contains(reason ?? "")
                }
                return Outcome(
                    holds: lines.map {
                        Line(
                            enrolment: $0.enrolment.description,
                            household: $0.household.description,
                            householdNumber: $0.householdNumber, area: $0.area,
                            reasons: $0.reasons, explanations: $0.explanations)
                    })
            }
        }
    }
}

/// A payroll as a document and as text.
struct PayrollOutcome: Rendered {
    var payroll: String
    var programme: String
    var cycle: String
    var state: String
    var revision: Int
    var enrolments: Int
    var paid: Int
    var held: Int
    var total: String
    var totalMinor: Int64
    var currency: String
    var digest: String
    var makers: [String]
    var approvals: [String]
    var heldByReason: [String: Int]
    var files: [File]
    var folder: String?

    /// One sealed file.
    struct File: Encodable, Sendable {
        var name: String
        var bank: String
        var payments: Int
        var totalMinor: Int64
        var sha256: String
    }

    init(_ summary: PayrollSummary) {
        payroll = summary.id.description
        programme = summary.programme
        cycle = summary.cycle
        state = summary.state
        revision = summary.revision
        enrolments = summary.enrolments
        paid = summary.paid
        held = summary.held
        total = summary.total
        totalMinor = summary.totalMinor
        currency = summary.currency
        digest = summary.digest
        makers = summary.makers
        approvals = summary.approvals
        heldByReason = Dictionary(
            summary.heldByReason.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
        files = summary.files.map {
            File(
                name: $0.name, bank: $0.bank, payments: $0.payments, totalMinor: $0.totalMinor,
                sha256: $0.sha256)
        }
    }

    var text: String {
        var lines = [
            "Payroll \(payroll)",
            "  \(programme), \(cycle), \(state)" + (revision > 0 ? ", revision \(revision)" : ""),
        ]
        if enrolments > 0 {
            lines.append("  enrolments \(enrolments) = paid \(paid) + held \(held)")
        }
        if !digest.isEmpty {
            lines.append("  total \(total) \(currency)")
            lines.append("  digest \(digest)")
        }
        for (reason, count) in heldByReason.sorted(by: { $0.key < $1.key }) {
            lines.append("  held: \(reason) \(count)")
        }
        if !approvals.isEmpty {
            lines.append("  approved by \(approvals.joined(separator: ", "))")
        }
        for file in files {
            lines.append("  \(file.name)  \(file.payments) payments  SHA-256 \(file.sha256)")
        }
        return lines.joined(separator: "\n")
    }
}
