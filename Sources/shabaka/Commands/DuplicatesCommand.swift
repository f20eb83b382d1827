import ArgumentParser
import Casework
import ChangeLog
import Linkage
import Registry

/// Everything about families that are registered twice.
struct DuplicatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Find families registered twice, and decide.",
        discussion: """
            A case is a lead and never a finding. While it is open the later registered household \
            is not paid; only a human closes it.

            Example:
              shabaka duplicates scan --data hub
              shabaka duplicates list --data hub
            """,
        subcommands: [
            Scan.self, List.self, Show.self, Decide.self, Undo.self, Check.self, Retrain.self,
        ])
}

extension DuplicatesCommand {
    struct Scan: NodeCommand {
        typealias Outcome = DuplicateScanReport

        static let configuration = CommandConfiguration(
            abstract: "Compare everybody with everybody and open cases.",
            discussion: "Example: shabaka duplicates scan --data hub")

        @OptionGroup var options: NodeOptions
        @Option(help: "Pairs from this probability on open a case.")
        var threshold = 0.95
        @Option(help: "Who asks for it.")
        var actor = "duplicates-scan"

        func validate() throws {
            guard threshold > 0, threshold < 1 else {
                throw ValidationError(
                    "--threshold \(threshold): a probability lies between 0 and 1.")
            }
            guard !actor.isEmpty else { throw ValidationError("--actor must name somebody.") }
        }

        func run(on node: Node, output: Output) async throws -> DuplicateScanReport {
            let scan = DuplicateScan(
                node.journal,
                options: LinkOptions(
                    threshold: threshold, reviewThreshold: min(0.2, threshold)))
            let outcome = try scan.run(by: actor) { step, share in
                output.progress(step, done: Int(share * 100), total: 100)
            }
            return DuplicateScanReport(outcome)
        }
    }

    struct List: NodeCommand {
        typealias Outcome = DuplicateList

        static let configuration = CommandConfiguration(
            abstract: "List the cases, the likeliest first.",
            discussion: """
                Open cases that hang together are one line: they are registrations of one person \
                or family, and are decided together.

                Example: shabaka duplicates list --data hub --status open
                """)

        @OptionGroup var options: NodeOptions
        @Option(help: "open, same, different, withdrawn or all.")
        var status: Filter = .open

        enum Filter: String, ExpressibleByArgument, CaseIterable, Decodable, Sendable {
            case open, same, different, withdrawn, all
        }

        func run(on node: Node, output: Output) async throws -> DuplicateList {
            try node.journal.read { view in
                let cases = DuplicateCases(view)
                guard status == .open else {
                    return DuplicateList(
                        try cases.list(DuplicateCase.Status(rawValue: status.rawValue)))
                }
                return DuplicateList(groups: try cases.openGroups())
            }
        }
    }

    struct Show: NodeCommand {
        typealias Outcome = DuplicateDocument

        static let configuration = CommandConfiguration(
            abstract: "Show what speaks for and against a case, field by field.",
            discussion: """
                All registrations of its group are named, and all cases between them. Whose registrations are shown to whom is kept in the access log.

                Example: shabaka duplicates show 0190f3a2-… --data hub --actor amina
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The case's id or its beginning.")
        var duplicate: String
        @Option(help: "Who looks.")
        var actor = "command-line"

        func run(on node: Node, output: Output) async throws -> DuplicateDocument {
            let (found, group) = try node.journal.read { view in
                let found = try DuplicateCases(view).require(duplicate)
                return (found, try DuplicateCases(view).group(of: found))
            }
            try AccessLog(node.journal).note(
                group.registrations.map(\.household), by: actor, for: "duplicates-show")
            return DuplicateDocument(found, of: group)
        }
    }
}
