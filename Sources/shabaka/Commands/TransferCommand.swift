import ArgumentParser
import ChangeLog
import Registry
import Storage

/// Families that move into the areas of another node.
struct TransferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer", abstract: "Ask for a family that moved here, grant or refuse it.",
        discussion: """
            The node that gains the family asks; the province that serves it now, or the hub, \
            answers. A granted family comes with its history and its open cases.

            Example: shabaka transfer list --data ni
            """,
        subcommands: [List.self, Ask.self, Grant.self, Refuse.self])

    /// One request as text and as JSON.
    struct Document: Rendered {
        var id: String
        var household: String
        var from: String
        var to: String
        var status: String
        var requestedBy: String
        var reason: String?
        var answeredBy: String?
        var answerReason: String?

        init(_ id: RecordID, _ view: RegistryView) throws {
            let values = try view.record("transfer", id) ?? [:]
            let household = values["household"]?.reference
            let record = try household.flatMap { try view.record("household", $0) }
            self.id = id.description
            self.household =
                record?["number"]?.text ?? household.map { "\($0) (not here)" } ?? ""
            from = values["from_area"]?.text ?? ""
            to = values["to_area"]?.text ?? ""
            status = values["status"]?.text ?? ""
            requestedBy = values["requested_by"]?.text ?? ""
            reason = values["reason"]?.text
            answeredBy = values["answered_by"]?.text
            answerReason = values["answer_reason"]?.text
        }

        var text: String {
            "\(id)  \(status): household \(household) from \(from) to \(to), asked by "
                + requestedBy + (reason.map { " (\($0))" } ?? "")
                + (answeredBy.map { ", answered by \($0)" } ?? "")
                + (answerReason.map { " (\($0))" } ?? "")
        }
    }

    struct List: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the requests that this node knows of.",
            discussion: "Example: shabaka transfer list --data ni")

        @OptionGroup var options: NodeOptions

        struct Outcome: Rendered {
            var transfers: [Document]
            var text: String {
                transfers.isEmpty
                    ? "No family is asked for." : transfers.map(\.text).joined(separator: "\n")
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            try node.journal.read { view in
                let rows = try view.transaction.rows(
                    "SELECT id FROM transfer ORDER BY status <> 'asked', id")
                return Outcome(
                    transfers: try rows.compactMap { $0.id(0) }.map { try Document($0, view) })
            }
        }
    }

    struct Ask: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask that a family be moved into an area of this node.",
            discussion: """
                Example: shabaka transfer ask 0190f3a2-… --data ni --from 01-1 --to 03-1 --actor \
                amina --reason "Moved to her sister in March"
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The household's id, or its number where it is here.")
        var household: String
        @Option(help: "The area where it is registered now.")
        var from: String
        @Option(help: "The area of this node into which it moves.")
        var to: String
        @Option(help: "Who asks.")
        var actor: String
        @Option(help: "Why.")
        var reason: String

        typealias Outcome = Document

        func run(on node: Node, output: Output) async throws -> Document {
            try node.requireActor(actor, output)
            return try node.journal.write { session in
                let id = try session.askTransfer(
                    of: try record(session), from: from, to: to,
                    by: Authorship(actor: actor, reasonCode: "transfer", reason: reason))
                return try Document(id, session.view)
            }
        }

        private func record(_ session: JournalSession) throws -> RecordID {
            if let id = RecordID(household) { return id }
            let rows = try session.transaction.rows(
                "SELECT id FROM household WHERE number = $1", .text(household))
            guard rows.count == 1, let id = rows.first?.id(0) else {
                throw TransferFault.noSuchHousehold(household)
            }
            return id
        }
    }

    struct Grant: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grant a request: the family moves.",
            discussion: "Example: shabaka transfer grant 0190f3a2-… --data bg --actor omar")

        @OptionGroup var options: NodeOptions
        @Argument(help: "The request's id.")
        var transfer: ProposalID
        @Option(help: "Who grants it.")
        var actor: String

        typealias Outcome = Document

        func run(on node: Node, output: Output) async throws -> Document {
            try node.requireActor(actor, output)
            return try node.journal.write { session in
                _ = try session.grantTransfer(
                    transfer.id, by: Authorship(actor: actor, reasonCode: "transfer"))
                return try Document(transfer.id, session.view)
            }
        }
    }

    struct Refuse: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse a request: the family stays where it is.",
            discussion: """
                Example: shabaka transfer refuse 0190f3a2-… --data bg --actor omar --reason \
                "They still live here"
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The request's id.")
        var transfer: ProposalID
        @Option(help: "Who refuses it.")
        var actor: String
        @Option(help: "Why.")
        var reason: String

        typealias Outcome = Document

        func run(on node: Node, output: Output) async throws -> Document {
            try node.requireActor(actor, output)
            return try node.journal.write { session in
                _ = try session.refuseTransfer(
                    transfer.id,
                    by: Authorship(actor: actor, reasonCode: "transfer", reason: reason))
                return try Document(transfer.id, session.view)
            }
        }
    }
}

/// Why a transfer cannot be asked for.
enum TransferFault: Error, CustomStringConvertible {
    case noSuchHousehold(String)

    var description: String {
        switch self {
        case .noSuchHousehold(let text):
            "No household “\(text)” is here. Give its id, as the office that serves it names it."
        }
    }
}
