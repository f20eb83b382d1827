import ArgumentParser
import Casework
import ChangeLog
import Registry

/// Values that stand against each other, and who is right.
struct ConflictsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "Settle what two people wrote without each other.",
        discussion: """
            While a conflict is open, what stood before stands, and the payments of the household \
            are held. A decision names the values that were seen; one that comes from elsewhere \
            later opens a smaller conflict. It flows to every node that has the household.

            Example: shabaka conflicts list --data ni
            """,
        subcommands: [List.self, Show.self, Decide.self, Accept.self, Refuse.self])

    struct List: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the open conflicts.",
            discussion: "Example: shabaka conflicts list --data ni")

        @OptionGroup var options: NodeOptions

        typealias Outcome = ConflictList

        func run(on node: Node, output: Output) async throws -> ConflictList {
            ConflictList(
                conflicts: try node.journal.read { try ConflictCases($0).list() }
                    .map(ConflictDocument.init))
        }
    }

    struct Show: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all values, who wrote them, when, where, and what they saw.",
            discussion: "Example: shabaka conflicts show 0190f3a2 --data ni")

        @OptionGroup var options: NodeOptions
        @Argument(help: "The conflict's name or its beginning.")
        var conflict: String

        typealias Outcome = ConflictDocument

        func run(on node: Node, output: Output) async throws -> ConflictDocument {
            ConflictDocument(try node.journal.read { try ConflictCases($0).require(conflict) })
        }
    }

    struct Decide: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide for one value, for another, for both, or for what stands.",
            discussion: """
                Where two people decide, this is a proposal, and another person accepts it. About \
                the closing of a record, say --close or --keep-open.

                Example: shabaka conflicts decide 0190f3a2.bank --data ni --for 2 --actor amina \
                --reason "Seen the bank card"
                Example: shabaka conflicts decide 0190f3a2 --data ni --value iban=IQ98… --actor \
                amina --reason "Called the bank"
                Example: shabaka conflicts decide 0190f3a2 --data ni --both --actor amina --reason \
                "One corrected the name, the other the birthday"
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The conflict's name or its beginning.")
        var conflict: String
        @Option(name: .customLong("for"), help: "The number of the value that is right.")
        var claim: Int?
        @Option(help: "Another value, FIELD=TEXT; may be given for several fields.")
        var value: [String] = []
        @Flag(help: "Both stand: each corrected something else.")
        var both = false
        @Flag(help: "What stands is right.")
        var standing = false
        @Flag(help: "The record is closed.")
        var close = false
        @Flag(help: "Both stand: the record stays open, and so does the edit.")
        var keepOpen = false
        @Option(help: "Who decides.")
        var actor: String
        @Option(help: "Why.")
        var reason: String

        struct Outcome: Rendered {
            var name: String
            /// Whether it is settled; else another person has to accept the proposal.
            var isSettled: Bool
            var proposal: String?

            var text: String {
                guard let proposal else { return "\(name) is settled." }
                return "Proposed. Another person accepts it: shabaka conflicts accept \(proposal)"
            }
        }

        func validate() throws {
            let ways = [claim != nil, !value.isEmpty, both, standing, close, keepOpen]
            guard ways.filter({ $0 }).count == 1 else {
                throw ValidationError(
                    "Give one of --for, --value, --both, --standing, --close and --keep-open.")
            }
            guard value.allSatisfy({ $0.contains("=") }) else {
                throw ValidationError("--value is FIELD=TEXT.")
            }
            guard !actor.isEmpty, !reason.isEmpty else {
                throw ValidationError("--actor and --reason must say something.")
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            try node.requireActor(actor, output)
            let author = Authorship(actor: actor, reasonCode: "conflict-decision", reason: reason)
            return try node.journal.write { session in
                let found = try ConflictCases(session.view).require(conflict)
                let choice = try choice(in: found, session)
                let (record, group) = (found.conflict.record, found.conflict.group)
                guard found.conflict.people == 1 else {
                    let id = try session.propose(record, group: group, choice, by: author)
                    return Outcome(
                        name: found.name, isSettled: false, proposal: id.description)
                }
                try session.settle(record, group: group, choice, by: author)
                return Outcome(name: found.name, isSettled: true)
            }
        }

        private func choice(
            in found: ConflictCase, _ session: JournalSession
        ) throws -> OpenConflict.Choice {
            if both { return .value(try found.valuesOfBoth()) }
            if standing { return .standing }
            if close { return .close }
            if keepOpen { return .reopen }
            if let claim {
                let claims = found.conflict.claims
                guard claims.indices.contains(claim - 1) else {
                    throw ConflictRefusal.noSuchClaim(claim, of: claims.count)
                }
                return .claim(claims[claim - 1].version)
            }
            let entity = session.journal.dictionary.require(found.conflict.entity)
            var values: [String: FieldValue] = [:]
            for text in value {
                let parts = text.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts[0])
                guard found.conflict.fields.values.contains(name), let field = entity.field(name)
                else {
                    throw ConflictRefusal.unknownField(
                        name, known: found.conflict.fields.values.sorted())
                }
                values[name] = try parse(String(parts[1]), field)
            }
            return .value(values)
        }

        private func parse(_ text: String, _ field: Field) throws -> FieldValue {
            if text.isEmpty { return .null }
            switch field.type.storage {
            case .text: return .text(text)
            case .integer:
                guard let number = Int64(text) else {
                    throw ConflictRefusal.wrongValue(field.name, type: field.type.name)
                }
                return .integer(number)
            case .bytes:
                guard let id = RecordID(text) else {
                    throw ConflictRefusal.wrongValue(field.name, type: field.type.name)
                }
                return .reference(id)
            }
        }
    }
}
