import ChangeLog
import Registry
import Storage

/// The provinces that sync with the hub, the areas they serve, and how fresh they are.
final class Provinces {
    private let view: RegistryView
    private let nodes: [(name: String, areas: Set<String>)]
    private let hub: String
    private var known: [String: String] = [:]

    init(_ view: RegistryView) throws {
        self.view = view
        nodes = try view.transaction.rows(
            """
            SELECT name, areas FROM node
            WHERE role = 'province' AND revoked_on IS NULL ORDER BY name, id
            """
        ).map { ($0.text(0), Set($0.text(1).split(separator: ",").map(String.init))) }
        hub =
            try view.transaction.first("SELECT name FROM node WHERE role = 'hub' ORDER BY id")?
            .text(0) ?? "hub"
    }

    /// The province that serves an area, or the hub where none does.
    func node(serving area: String) throws -> String {
        if let found = known[area] { return found }
        let found = try nodes.first { try view.isWithin(area, $0.areas) }?.name ?? hub
        known[area] = found
        return found
    }

    /// When each node was last in step, and how far its log is held.
    func watermarks() throws -> [NodeWatermark] {
        try nodes.map { node in
            let contact = try view.transaction.first(
                "SELECT complete_at FROM peer WHERE name = $1", .text(node.name))
            let covered = try view.transaction.first(
                "SELECT MAX(sequence) FROM branch WHERE origin = $1", .text(node.name))
            return NodeWatermark(
                node: node.name,
                lastSync: contact.flatMap {
                    $0.isNull(0) ? nil : Instant(milliseconds: $0.integer(0))
                }, covered: UInt64(covered?.integer(0) ?? 0))
        }
    }
}
