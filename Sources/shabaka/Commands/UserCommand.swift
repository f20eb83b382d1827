import ArgumentParser
import ChangeLog
import Registry
import Storage
import Trust

/// The accounts of a node's staff.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Manage the accounts of staff.",
        discussion: "Example: shabaka user add zainab --data ni --role registrar",
        subcommands: [Add.self])

    /// Adds an account.
    struct Add: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account to this node.",
            discussion: """
                The account is known in the whole federation; the password stays on this node.

                Example: shabaka user add zainab --data ni --role registrar,caseworker \
                --areas 03-1 --actor admin
                """)

        @OptionGroup var options: NodeOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "The roles, with commas: registrar, maker, approver …")
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

        var readsStandardInput: Bool { passwordStdin }

        struct Outcome: Rendered {
            var user: String
            var node: String
            var roles: [String]
            var hasPassword: Bool
            var text: String { "\(user) may work at \(node) as \(roles.joined(separator: ", "))." }
        }

        func validate() throws {
            let letters = name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
                    || "._-".unicodeScalars.contains($0)
            }
            guard letters, (1...64).contains(name.count) else {
                throw ValidationError("A name is 1 to 64 letters, digits, “.”, “_” and “-”.")
            }
            guard !role.items.isEmpty else { throw ValidationError("Give at least one --role.") }
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            let hash = passwordStdin ? try Self.hash(output.standardInput()) : nil
            let author = Authorship(actor: actor, reasonCode: "user")
            try node.journal.write { session in
                let known = try session.transaction.first(
                    "SELECT 1 FROM \"user\" WHERE name = $1 AND node = $2",
                    .text(name), .text(node.name))
                guard known == nil else { throw Refusal.nameTaken(name) }
                var values: [String: FieldValue] = [
                    "name": .text(name), "node": .text(node.name),
                    "roles": .text(role.items.joined(separator: ",")),
                ]
                if let areas { values["areas"] = .text(areas.items.joined(separator: ",")) }
                try session.append([try session.creation(of: "user", values)], by: author)
                if let hash {
                    try session.transaction.execute(
                        """
                        INSERT INTO user_password (name, hash, changed) VALUES ($1, $2, $3)
                        ON CONFLICT (name) DO UPDATE SET
                            hash = excluded.hash, changed = excluded.changed
                        """,
                        .text(name), .text(hash.description),
                        .integer(Int64(node.journal.clock.milliseconds)))
                }
            }
            return Outcome(
                user: name, node: node.name, roles: role.items, hasPassword: hash != nil)
        }

        private static func hash(_ input: String) throws -> PasswordHash {
            var password = Substring(input)
            while let last = password.last, last.isNewline { password.removeLast() }
            guard password.count >= 10 else { throw Refusal.shortPassword }
            return try PasswordHash.make(password: String(password))
        }

        enum Refusal: Error, CustomStringConvertible {
            case nameTaken(String)
            case shortPassword

            var description: String {
                switch self {
                case .nameTaken(let name): "There is an account “\(name)” here already."
                case .shortPassword: "A password has at least 10 characters."
                }
            }
        }
    }
}
