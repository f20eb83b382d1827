import ArgumentParser
import ChangeLog
import Registry

extension ConflictsCommand {
    /// What became of a proposal.
    struct Answered: Rendered {
        var proposal: String
        var status: String
        var text: String { "Proposal \(proposal) is \(status)." }
    }

    struct Accept: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept what another person proposed.",
            discussion: "Example: shabaka conflicts accept 0190f3a2-… --data ni --actor omar")

        @OptionGroup var options: NodeOptions
        @Argument(help: "The proposal's id.")
        var proposal: ProposalID
        @Option(help: "Who accepts it: not the one who proposed it.")
        var actor: String

        typealias Outcome = Answered

        func run(on node: Node, output: Output) async throws -> Answered {
            try node.requireActor(actor, output)
            try node.journal.write { session in
                _ = try session.accept(
                    proposal: proposal.id,
                    by: Authorship(actor: actor, reasonCode: "conflict-acceptance"))
            }
            return Answered(proposal: proposal.id.description, status: "accepted")
        }
    }

    struct Refuse: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse what another person proposed; the conflict stays open.",
            discussion: """
                Example: shabaka conflicts refuse 0190f3a2-… --data ni --actor omar --reason \
                "The bank says otherwise"
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "The proposal's id.")
        var proposal: ProposalID
        @Option(help: "Who refuses it.")
        var actor: String
        @Option(help: "Why.")
        var reason: String

        typealias Outcome = Answered

        func run(on node: Node, output: Output) async throws -> Answered {
            try node.requireActor(actor, output)
            try node.journal.write { session in
                _ = try session.refuse(
                    proposal: proposal.id,
                    by: Authorship(
                        actor: actor, reasonCode: "conflict-refusal", reason: reason))
            }
            return Answered(proposal: proposal.id.description, status: "rejected")
        }
    }
}

/// The whole id of a proposal on the command line.
struct ProposalID: ExpressibleByArgument, Sendable {
    var id: RecordID

    init?(argument: String) {
        guard let id = RecordID(argument) else { return nil }
        self.id = id
    }
}
