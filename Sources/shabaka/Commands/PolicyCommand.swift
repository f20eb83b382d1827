import ArgumentParser
import ChangeLog
import Registry

/// How edits that did not know of each other are merged, group by group.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "See and change how edits that did not know of each other are merged.",
        discussion: """
            review: a person settles it, what stood stands until then. latest: the later one \
            stands, the other stays in the history. Only headquarters changes this; every node \
            follows when it hears of it, and what is or is no longer in conflict is shown anew.

            Example: shabaka policy list --data hub
            """,
        subcommands: [List.self, Set.self])

    struct List: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every group of fields with its policy.",
            discussion: "Example: shabaka policy list --data hub --entity person")

        @OptionGroup var options: NodeOptions
        @Option(help: "Only this kind of record.")
        var entity: String?

        struct Group: Encodable, Sendable {
            var entity: String
            var group: String
            var policy: String
            /// What the data dictionary says, where headquarters said otherwise.
            var insteadOf: String?

            var text: String {
                "\(entity) / \(group): \(policy)"
                    + (insteadOf.map { " (the dictionary says \($0))" } ?? "")
            }
        }

        struct Outcome: Rendered {
            var groups: [Group]
            var text: String { groups.map(\.text).joined(separator: "\n") }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let dictionary = node.journal.dictionary
            let entities = dictionary.entities.filter {
                ![.hub, .local].contains($0.scope) && entity ?? $0.name == $0.name
            }
            if let entity, entities.isEmpty {
                throw ValidationError(
                    "There is no entity “\(entity)”; `shabaka schema export` describes all.")
            }
            return Outcome(
                groups: try node.journal.read { view in
                    try entities.flatMap { entity in
                        try entity.groups.map { group in
                            let policy = try view.policy(of: entity, group)
                            return Group(
                                entity: entity.name, group: group.name, policy: policy.name,
                                insteadOf: policy == group.policy ? nil : group.policy.name)
                        }
                    }
                })
        }
    }

    struct Set: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the policy of a group, at headquarters.",
            discussion: """
                What takes two people by the dictionary is not weakened.

                Example: shabaka policy set review --entity person --group social --data hub \
                --actor amina --reason "Phones are used for payment since May"
                """)

        @OptionGroup var options: NodeOptions
        @Argument(help: "“review”, “review by two” or “latest”.")
        var policy: String
        @Option(help: "The kind of record, such as person.")
        var entity: String
        @Option(help: "The group of fields, such as social.")
        var group: String
        @Option(help: "Who decides.")
        var actor: String
        @Option(help: "Why.")
        var reason: String

        func validate() throws {
            guard let policy = MergePolicy(name: policy), policy != .all else {
                throw ValidationError(
                    "“\(policy)” is no policy: say “review”, “review by two” or “latest”.")
            }
        }

        struct Outcome: Rendered {
            var entity: String
            var group: String
            var policy: String
            /// Conflicts that are open at this node now.
            var openConflicts: Int

            var text: String {
                """
                Edits of \(entity) / \(group) are merged by “\(policy)”, and below as soon as \
                the nodes hear of it. \(openConflicts) conflicts are open here.
                """
            }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            try node.requireActor(actor, output)
            guard let policy = MergePolicy(name: policy) else {
                throw ValidationError("“\(policy)” is no policy.")
            }
            let author = Authorship(actor: actor, reasonCode: "policy", reason: reason)
            _ = try node.journal.write { session in
                try session.setPolicy(policy, entity: entity, group: group, by: author)
            }
            let open = try node.journal.read { try $0.openConflicts().count }
            return Outcome(
                entity: entity, group: group, policy: policy.name, openConflicts: open)
        }
    }
}
