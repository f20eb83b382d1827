public import ArgumentParser
public import ChangeLog
import Foundation
import Sync
import Trust

/// Makes a node in an empty directory.
struct InitCommand: DocumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a node in an empty directory.",
        discussion: """
            The hub becomes the authority of a new federation and takes its areas, code lists and \
            programmes from a country pack. A province or field office only makes its keys; \
            “shabaka join” does the same and goes on.

            Example: shabaka init --data hub --role hub --node HUB --host hub.example.iq
            """)

    @Option(help: "The directory to make.")
    var data: FilePath

    @Option(help: "hub, province or field.")
    var role: Journal.Role

    @Option(help: "The node's name: A–Z, 0–9 and -.")
    var node: String

    @Option(help: "The area codes that it serves, with commas.")
    var areas: CommaList?

    @Option(help: "Names and addresses under which others reach it, with commas.")
    var host: CommaList?

    @Option(help: "A folder with the country pack (hub only); the built-in one otherwise.")
    var pack: FilePath?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    var isJSON: Bool { json }

    struct Outcome: Rendered {
        var node: String
        var role: String
        var data: String
        /// SHA-256 of the authority's certificate; at the hub only.
        var authority: String?
        var pack: PackContents.Written?

        var text: String {
            var lines = ["\(node) (\(role)) is in \(data)."]
            if let pack {
                lines.append(
                    "From the country pack: \(pack.areas) areas, \(pack.codes) codes, "
                        + "\(pack.programmes) programmes.")
            }
            if let authority {
                lines.append("Authority of the federation: \(authority)")
                lines.append("Next: shabaka token --data \(data) --node NAME --areas CODES")
            } else {
                lines.append("Next: shabaka join --data \(data) --upstream URL --token TOKEN")
            }
            return lines.joined(separator: "\n")
        }
    }

    func validate() throws {
        guard Membership.isNodeName(node) else {
            throw ValidationError("A node's name is 1 to 32 of A–Z, 0–9 and -.")
        }
        if pack != nil, role != .hub {
            throw ValidationError("Only the hub takes a country pack; others hear it from there.")
        }
    }

    func perform(_ output: Output) async throws -> Outcome {
        let directory = NodeDirectory(data)
        let settings = NodeSettings(name: node, role: role, areas: areas?.items ?? [])
        let maker = NodeMaker(directory, settings: settings)
        guard role == .hub else {
            _ = try maker.make()
            return Outcome(node: node, role: role.rawValue, data: directory.path)
        }
        let contents = try PackContents(pack.map { .folder($0.absolute) } ?? .builtIn)
        let (authority, written) = try maker.makeHub(contents, hosts: host?.items ?? [])
        return Outcome(
            node: node, role: role.rawValue, data: directory.path, authority: authority.hex,
            pack: written)
    }
}

extension Journal.Role: ExpressibleByArgument {}
