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
        subcommands: [Scan.self, List.self, Show.self, Decide.self, Check.self])
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
            discussion: "Example: shabaka duplicates list --data hub --status open")

        @OptionGroup var options: NodeOptions
        @Option(help: "open, same, different, withdrawn or all.")
        var status: Filter = .open

        enum Filter: String, ExpressibleByArgument, CaseIterable, Decodable, Sendable {
            case open, same, different, withdrawn, all
        }

        func run(on node: Node, output: Output) async throws -> DuplicateList {
            let cases = try node.journal.read { view in
                try DuplicateCases(view).list(DuplicateCase.Status(rawValue: status.rawValue))
            }
            return DuplicateList(cases: cases.map(DuplicateDocument.init))
        }
    }

    struct Show: NodeCommand {
        typealias Outcome = DuplicateDocument

        static let configuration = CommandConfiguration(
            abstract: "Show what speaks for and against a case, field by field.",
            discussion: """
                Whose registrations are shown to whom is kept in the access log.

                Example: shabaka duplicates show 0190f3a2-… --data hub --actor amina
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The case's id or its beginning.")
        var duplicate: String
        @Option(help: "Who looks.")
        var actor = "command-line"

        func run(on node: Node, output: Output) async throws -> DuplicateDocument {
            let found = try node.journal.read { try DuplicateCases($0).require(duplicate) }
            try AccessLog(node.journal).note(
                [found.earlier.household, found.later.household], by: actor,
                for: "duplicates-show")
            return DuplicateDocument(found)
        }
    }

    struct Decide: NodeCommand {
        typealias Outcome = DuplicateDocument

        static let configuration = CommandConfiguration(
            abstract: "Say whether the two are the same or different.",
            discussion: """
                --same ends the enrolments of the other household and lets its persons point to \
                those that stay; nothing is deleted. --different lets the later household be paid.

                Example: shabaka duplicates decide 0190f3a2-… --data hub --same \
                --keep BG-0000017 --actor amina
                Example: shabaka duplicates decide 0190f3a2-… --data hub --different \
                --reason "Cousins of one name, both seen" --actor amina
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The case's id or its beginning.")
        var duplicate: String
        @Flag(help: "The two are the same.")
        var same = false
        @Option(help: "With --same: the household that stays, by number or id; else the earlier.")
        var keep: String?
        @Flag(help: "The two are different.")
        var different = false
        @Option(help: "With --different: why.")
        var reason: String?
        @Option(help: "Who decides.")
        var actor: String

        func validate() throws {
            guard same != different else {
                throw ValidationError("Give either --same or --different.")
            }
            guard !different || reason?.isEmpty == false else {
                throw ValidationError("--different needs a --reason.")
            }
            guard !different || keep == nil else {
                throw ValidationError("--keep belongs to --same.")
            }
            guard !same || reason == nil else {
                throw ValidationError("--reason belongs to --different.")
            }
            guard !actor.isEmpty else { throw ValidationError("--actor must name somebody.") }
        }

        func run(on node: Node, output: Output) async throws -> DuplicateDocument {
            try node.requireActor(actor, output)
            return try node.journal.write { session in
                let found = try DuplicateCases(session.view).require(duplicate)
                try found.decide(decision(on: found), by: actor, in: session)
                return DuplicateDocument(
                    try DuplicateCases(session.view).find(found.id) ?? found)
            }
        }

        private func decision(on found: DuplicateCase) throws -> DuplicateDecision {
            guard same else { return .different(reason: reason ?? "") }
            guard let keep else { return .same(keep: found.earlier.household) }
            for party in [found.earlier, found.later]
            where keep == party.number || RecordID(keep) == party.household {
                return .same(keep: party.household)
            }
            throw DuplicateRefusal.notInCase(keep)
        }
    }
}
