import ArgumentParser
import Casework
import ChangeLog
import Storage

/// The accounts of a node's staff.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Manage the accounts of staff.",
        discussion: """
            For the first account of a node and for emergencies; day by day the pages do it.

            Example: shabaka user add zainab --data ni --role registrar --password-stdin \
            <password.txt
            """,
        subcommands: [Add.self, Disable.self, Reset.self])

    /// What was done with an account.
    struct Outcome: Rendered {
        var user: String
        var node: String
        var roles: [String]
        var hasPassword: Bool
        var done: String
        var text: String { done }
    }

    /// Adds an account.
    struct Add: NodeCommand {
        typealias Outcome = UserCommand.Outcome

        static let configuration = CommandConfiguration(
            abstract: "Add an account to this node.",
            discussion: """
                The account is known in the whole federation; the password stays on this node. \
                Without --password-stdin nobody can sign in with it before “shabaka user reset”. \
                Roles: \(StaffRole.allCases.map(\.rawValue).joined(separator: ", ")).

                Example: shabaka user add zainab --data ni --role registrar,caseworker \
                --areas 03-1 --actor admin --password-stdin <password.txt
                """)

        @OptionGroup var options: NodeOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "The roles, with commas: registrar, caseworker …")
        var role: CommaList

        @Option(
            help:
                "The area codes that the account is for, with commas; all of the node's by default."
        )
        var areas: CommaList?

        @Option(help: "Who adds it.")
        var actor = "admin"

        @Flag(help: "Read the password from standard input.")
        var passwordStdin = false

        func readInput(_ output: Output) throws -> String {
            passwordStdin ? output.standardInput() : ""
        }

        func validate() throws {
            let unknown = role.items.filter { StaffRole(rawValue: $0) == nil }
            guard unknown.isEmpty else {
                throw ValidationError(
                    "There is no role “\(unknown.joined(separator: "”, “"))”. Roles are: "
                        + StaffRole.allCases.map(\.rawValue).joined(separator: ", "))
            }
            guard !role.items.isEmpty else { throw ValidationError("Give at least one --role.") }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let password = passwordStdin ? UserCommand.line(output.standardInput()) : nil
            try node.journal.write { session in
                try AccountDesk(session).add(
                    name, roles: StaffRole.parse(role.items.joined(separator: ",")),
                    areas: areas?.items ?? [], password: password,
                    by: Authorship(actor: actor, reasonCode: "user"))
            }
            return Outcome(
                user: name, node: node.name, roles: role.items, hasPassword: password != nil,
                done: "\(name) may work at \(node.name) as \(role.items.joined(separator: ", ")).")
        }
    }

    /// Disables an account, or puts it to use again.
    struct Disable: NodeCommand {
        typealias Outcome = UserCommand.Outcome

        static let configuration = CommandConfiguration(
            abstract: "Disable an account of this node, or put it to use again.",
            discussion: "Example: shabaka user disable zainab --data ni --actor admin")

        @OptionGroup var options: NodeOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Flag(help: "Put it to use again.")
        var undo = false

        @Option(help: "Who does it.")
        var actor = "admin"

        func run(on node: Node, output: Output) async throws -> Outcome {
            try node.journal.write { session in
                try AccountDesk(session).setDisabled(
                    !undo, name, by: Authorship(actor: actor, reasonCode: "user"))
            }
            return try UserCommand.outcome(
                name, on: node, undo ? "\(name) is in use again." : "\(name) is disabled.")
        }
    }

    /// Gives an account a new password and forgets its phone.
    struct Reset: NodeCommand {
        typealias Outcome = UserCommand.Outcome

        static let configuration = CommandConfiguration(
            abstract: "Give an account a new password, end its lock and forget its phone.",
            discussion: """
                The new password is read from standard input.

                Example: shabaka user reset zainab --data ni <new-password.txt
                """)

        @OptionGroup var options: NodeOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        func readInput(_ output: Output) throws -> String { output.standardInput() }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let password = UserCommand.line(output.standardInput())
            try node.journal.write { session in
                guard
                    let account = try StaffAccounts(session.view, node: node.name).find(name)
                else { throw AccountRefusal.unknown(name) }
                try AccountDesk(session).setPassword(password, of: account.name)
                try AccountDesk(session).forgetSecondFactor(account.name)
            }
            return try UserCommand.outcome(name, on: node, "\(name) has a new password.")
        }
    }

    private static func line(_ input: String) -> String {
        var password = Substring(input)
        while let last = password.last, last.isNewline { password.removeLast() }
        return String(password)
    }

    private static func outcome(_ name: String, on node: Node, _ done: String) throws -> Outcome {
        let account = try node.journal.read {
            try StaffAccounts($0, node: node.name).find(name)
        }
        return Outcome(
            user: name, node: node.name,
            roles: account?.roles.map(\.rawValue).sorted() ?? [],
            hasPassword: account?.hasPassword ?? false, done: done)
    }
}
