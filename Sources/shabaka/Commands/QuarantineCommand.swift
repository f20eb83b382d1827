import ArgumentParser
import ChangeLog
import Registry

/// Changesets that were set aside because their node may never write what they write.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Look at what was set aside, release or reject it.",
        discussion: """
            Such a changeset stands in the log and is relayed, but not merged. It blocks nothing \
            that comes after it. Headquarters decides.

            Example: shabaka quarantine list --data hub
            """,
        subcommands: [List.self, Show.self, Release.self, Reject.self])

    struct List: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what is set aside, here or by the upstream.",
            discussion: "Example: shabaka quarantine list --data ni")

        @OptionGroup var options: NodeOptions

        struct Outcome: Rendered {
            var changesets: [SetAsideDocument]

            var text: String {
                changesets.isEmpty
                    ? "Nothing is set aside." : changesets.map(\.text).joined(separator: "\n")
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            Outcome(
                changesets: try node.journal.read { view in
                    try view.setAside().map { try SetAsideDocument($0, view) }
                })
        }
    }

    struct Show: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a changeset that was set aside, change by change.",
            discussion: "Example: shabaka quarantine show IQ-NI/17 --data hub")

        @OptionGroup var options: NodeOptions
        @Argument(help: "The changeset, NODE/NUMBER.")
        var changeset: String

        typealias Outcome = SetAsideDocument

        func run(on node: Node, output: Output) async throws -> SetAsideDocument {
            try node.journal.read { view in
                let found = try SetAsideDocument.require(changeset, view)
                return try SetAsideDocument(found, view, isWhole: true)
            }
        }
    }

    struct Release: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Merge it after all, as if it had never been set aside.",
            discussion: """
                Example: shabaka quarantine release IQ-NI/17 --data hub --actor amina --reason \
                "The district was theirs when it was written"
                """)

        @OptionGroup var options: NodeOptions
        @OptionGroup var decision: QuarantineDecision

        typealias Outcome = QuarantineOutcome

        func run(on node: Node, output: Output) async throws -> QuarantineOutcome {
            try decision.apply("released", on: node, output) { session, version, author in
                try session.release(version, by: author)
            }
        }
    }

    struct Reject: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leave it in the log unmerged for good.",
            discussion: """
                Example: shabaka quarantine reject IQ-NI/17 --data hub --actor amina --reason \
                "Written with a stolen laptop"
                """)

        @OptionGroup var options: NodeOptions
        @OptionGroup var decision: QuarantineDecision

        typealias Outcome = QuarantineOutcome

        func run(on node: Node, output: Output) async throws -> QuarantineOutcome {
            try decision.apply("rejected", on: node, output) { session, version, author in
                try session.reject(version, by: author)
            }
        }
    }
}

/// What somebody says about a changeset that was set aside.
struct QuarantineDecision: ParsableArguments {
    @Argument(help: "The changeset, NODE/NUMBER.")
    var changeset: String
    @Option(help: "Who decides.")
    var actor: String
    @Option(help: "Why.")
    var reason: String

    func apply(
        _ status: String, on node: Node, _ output: Output,
        _ write: (JournalSession, Version, Authorship) throws -> Version
    ) throws -> QuarantineOutcome {
        try node.requireActor(actor, output)
        let author = Authorship(actor: actor, reasonCode: "quarantine", reason: reason)
        return try node.journal.write { session in
            let found = try SetAsideDocument.require(changeset, session.view)
            _ = try write(session, found.version, author)
            return QuarantineOutcome(changeset: changeset, status: status)
        }
    }
}

/// What became of a changeset that was set aside.
struct QuarantineOutcome: Rendered {
    var changeset: String
    var status: String
    var text: String { "\(changeset) is \(status)." }
}
