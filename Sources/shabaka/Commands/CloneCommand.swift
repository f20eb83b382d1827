import ArgumentParser
import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Trust

/// Copies a registry to a node of its own, for tests and training.
struct CloneCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone", abstract: "Copy a node's registry without its identity.",
        discussion: """
            For tests and training: the copy gets another name and new keys, has no upstream, no \
            passwords, no drafts and no real account to pay from, and no node of the federation \
            accepts it. A clone of the hub is the authority of a federation of its own. The \
            families in it are real: guard it like the node itself.

            Example: shabaka clone --data hub --to training --node TRAINING
            """)

    @OptionGroup var options: NodeOptions

    @Option(help: "The directory to make.")
    var to: FilePath

    @Option(help: "The clone's own name: A–Z, 0–9 and -.")
    var node: String

    struct Outcome: Rendered {
        var node: String
        var role: String
        var data: String
        var of: String

        var text: String {
            """
            \(node) (\(role)) in \(data) is a copy of \(of) under keys of its own.
            Accounts have no passwords there (“shabaka user reset”), and it pays from no real \
            account (there is no payments.yaml). The families are real: guard it like \(of).
            """
        }
    }

    /// What belongs to the people at the node, and to those who join it, and not to its registry.
    private static let local = [
        "user_password", "user_sign_in", "draft", "case_assignment", "join_token", "certificate",
        "upstream_certificate",
    ]

    func validate() throws {
        guard Membership.isNodeName(node) else {
            throw ValidationError("A node's name is 1 to 32 of A–Z, 0–9 and -.")
        }
    }

    func run(on node: Node, output: Output) async throws -> Outcome {
        let directory = NodeDirectory(to)
        let known = try node.journal.read { view in
            try view.transaction.first("SELECT 1 FROM node WHERE name = $1", .text(self.node))
        }
        guard known == nil, self.node != node.name else {
            throw MembershipRefusal.nameTaken(self.node)
        }
        if directory.isInitialised {
            throw NodeFault.alreadyInitialised(
                directory.path, as: try NodeSettings(of: directory).name)
        }
        guard !FileManager.default.fileExists(atPath: directory.database) else {
            throw NodeFault.leftovers(directory.path)
        }
        try directory.create()
        guard let lock = try NodeLock(directory) else {
            throw NodeFault.inUse(directory.path, process: NodeLock.holder(directory))
        }
        try node.journal.clone(to: directory.database, emptying: Self.local)
        let settings = NodeSettings(
            name: self.node, role: node.role, areas: try node.settings().areas)
        try NodeMaker(directory, settings: settings).adopt(lock)
        return Outcome(
            node: self.node, role: node.role.rawValue, data: directory.path, of: node.name)
    }
}
