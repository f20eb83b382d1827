import ChangeLog
import Foundation

/// Who a node is and where its upstream is found: `node.json`.
struct NodeSettings: Codable, Sendable, Equatable {
    /// The name in its certificate and in every changeset that it writes.
    var name: String
    var role: Journal.Role
    /// The areas that it serves; empty at the hub, which serves all.
    var areas: [String]
    /// Where it syncs to; nil at the hub and before a node has joined.
    var upstream: Upstream?

    /// The node one tier up.
    struct Upstream: Codable, Sendable, Equatable {
        var name: String
        /// `https://host:port`; empty when the two exchange bundles only.
        var url: String
        /// Its public signing key (DER), when the node joined by files.
        var signingKey: Data?

        private enum CodingKeys: String, CodingKey {
            case name, url
            case signingKey = "signing_key"
        }
    }

    /// The settings of the node in a directory. Throws `NodeFault`.
    init(of directory: NodeDirectory) throws {
        guard let text = try directory.text(of: directory.settings) else {
            throw NodeFault.notInitialised(directory.path)
        }
        do {
            self = try JSONDecoder().decode(NodeSettings.self, from: Data(text.utf8))
        } catch {
            throw NodeFault.damagedSettings(directory.settings)
        }
    }

    init(
        name: String, role: Journal.Role, areas: [String], upstream: Upstream? = nil
    ) {
        self.name = name
        self.role = role
        self.areas = areas
        self.upstream = upstream
    }

    /// Keeps the settings in the directory.
    func save(in directory: NodeDirectory) throws {
        try directory.write(try JSONDocument.text(of: self), to: directory.settings)
    }
}
