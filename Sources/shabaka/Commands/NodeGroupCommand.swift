import ArgumentParser
import ChangeLog
import Foundation
import Registry
import Storage

/// The nodes of the federation.
struct NodeGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "List the nodes of the federation, show or revoke one.",
        discussion: "Example: shabaka node list --data hub",
        subcommands: [List.self, Show.self, Revoke.self])

    /// All nodes that this node knows of.
    struct List: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the nodes that this node knows of.",
            discussion: "Example: shabaka node list --data hub --json")

        @OptionGroup var options: NodeOptions

        struct Outcome: Rendered {
            var nodes: [Member]

            var text: String {
                nodes.map { node in
                    "\(node.name) (\(node.role))"
                        + (node.upstream.map { " under \($0)" } ?? "")
                        + (node.areas.isEmpty ? "" : " for \(node.areas.joined(separator: ", "))")
                        + (node.revokedOn.map { ", revoked on \($0): \(node.reason ?? "")" } ?? "")
                }.joined(separator: "\n")
            }
        }

        struct Member: Codable, Sendable {
            var name: String
            var role: String
            var upstream: String?
            var areas: [String]
            var revokedOn: String?
            var reason: String?
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let rows = try node.journal.read { view in
                try view.transaction.rows(
                    """
                    SELECT name, role, upstream, areas, revoked_on, revocation_reason FROM node
                    ORDER BY name, id
                    """)
            }
            return Outcome(
                nodes: rows.map { row in
                    Member(
                        name: row.text(0), role: row.text(1), upstream: row.values[2].text,
                        areas: row.text(3).split(separator: ",").map(String.init),
                        revokedOn: UTCText.of(row.values[4].integer),
                        reason: row.values[5].text)
                })
        }
    }

    /// Takes a node's right to speak away.
    struct Revoke: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a node's right to speak away, at the hub.",
            discussion: """
                Its next request is refused, also on a connection that stands. A node below a \
                province is refused there as soon as the province has synced. What it wrote \
                before stays.

                Example: shabaka node revoke IQ-NI-F03 --data hub --reason "laptop stolen" \
                --actor registrar
                """)

        @OptionGroup var options: NodeOptions

        @Argument(help: "The node's name.")
        var name: String

        @Option(help: "Why.")
        var reason: String

        @Option(help: "Who decides it.")
        var actor: String

        struct Outcome: Rendered {
            var revoked: String
            var records: Int
            var text: String { "\(revoked) is revoked." }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            try node.requireActor(actor, output)
            let count = try node.revoke(name, reason: reason, by: actor)
            return Outcome(revoked: name, records: count)
        }
    }
}
