import ArgumentParser
import ChangeLog
import Registry
import Storage

extension NodeGroupCommand {
    /// One node, and what it holds: what somebody who found the laptop could read.
    struct Show: NodeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a node and what it holds.",
            discussion: """
                What it holds is everything in its areas that its last page from here could have \
                brought, and what it wrote itself; what it wrote since its last contact nobody \
                knows. Run it at its upstream, where its last page is known; elsewhere everything \
                in its areas is counted. For a lost laptop: revoke, show, then let the office \
                join again with a new token and a new directory.

                Example: shabaka node show IQ-NI-F03 --data ni --households
                """)

        @OptionGroup var options: NodeOptions

        @Argument(help: "The node's name.")
        var name: String

        @Flag(help: "The numbers of all its households, too.")
        var households = false

        struct Outcome: Rendered {
            var name: String
            var records: [NodeRecord]
            var lastContact: String?
            var completeAt: String?
            /// The position of the journal here up to which it was told; nil when it was not.
            var fedThrough: Int64?
            var held: [Held]
            var households: [String]?

            var text: String {
                var lines = records.map(\.text)
                lines.append(
                    "Last contact \(lastContact ?? "never"), complete at "
                        + "\(completeAt ?? "never").")
                lines.append(
                    held.isEmpty
                        ? "It holds nothing that is known here."
                        : "It holds "
                            + held.map { "\($0.records) \($0.entity)" }
                            .joined(separator: ", ") + ".")
                if let households { lines += households }
                return lines.joined(separator: "\n")
            }
        }

        /// One joining of the node: each has a signing key of its own.
        struct NodeRecord: Codable, Sendable {
            var id: String
            var role: String
            var upstream: String?
            var areas: [String]
            var revokedOn: String?
            var reason: String?
            /// The certificates that were issued here, the newest first.
            var certificates: [IssuedCertificate]

            var text: String {
                "\(role)" + (upstream.map { " under \($0)" } ?? "")
                    + (areas.isEmpty ? "" : " for \(areas.joined(separator: ", "))")
                    + (revokedOn.map { ", revoked on \($0): \(reason ?? "")" } ?? "")
                    + (certificates.first.map { ", certificate until \($0.notAfter ?? "")" } ?? "")
            }
        }

        struct IssuedCertificate: Codable, Sendable {
            var serial: String
            var issued: String?
            var notAfter: String?
        }

        struct Held: Codable, Sendable {
            var entity: String
            var records: Int
        }

        func run(on node: Node, output: Output) async throws -> Outcome {
            try node.journal.read { view in
                let records = try self.records(view)
                guard !records.isEmpty else { throw NodeFault.unknownNode(name) }
                let peer = try view.transaction.first(
                    "SELECT last_contact, complete_at, fed_through FROM peer WHERE name = $1",
                    .text(name))
                let fed = peer?.values[2].integer
                // Those of a lost laptop, too, which is revoked.
                let areas: Set<String>? =
                    records.contains { $0.role == "hub" } ? nil : Set(records.flatMap(\.areas))
                let subtree = try view.subtree(of: name)
                var held: [Held] = []
                var numbers: [String] = []
                for entity in view.dictionary.entities {
                    let ids = try self.held(entity, areas, through: fed, subtree, view)
                    if !ids.isEmpty { held.append(Held(entity: entity.name, records: ids.count)) }
                    if households, entity.name == "household" {
                        numbers = try ids.map {
                            try view.record("household", $0)?["number"]?.text ?? $0.description
                        }
                    }
                }
                return Outcome(
                    name: name, records: records,
                    lastContact: UTCText.of(peer?.values[0].integer),
                    completeAt: UTCText.of(peer?.values[1].integer), fedThrough: fed, held: held,
                    households: households ? numbers.sorted() : nil)
            }
        }

        private func records(_ view: RegistryView) throws -> [NodeRecord] {
            try view.transaction.rows(
                """
                SELECT id, role, upstream, areas, revoked_on, revocation_reason FROM node
                WHERE name = $1 ORDER BY id
                """, .text(name)
            ).map { row in
                let certificates = try view.transaction.rows(
                    """
                    SELECT serial, issued, not_after FROM certificate WHERE record = $1
                    ORDER BY issued DESC, serial
                    """, .bytes(row.bytes(0)))
                return NodeRecord(
                    id: row.id(0)?.description ?? "", role: row.text(1),
                    upstream: row.values[2].text,
                    areas: row.text(3).split(separator: ",").map(String.init),
                    revokedOn: UTCText.of(row.values[4].integer), reason: row.values[5].text,
                    certificates: certificates.map {
                        IssuedCertificate(
                            serial: $0.text(0), issued: UTCText.of($0.integer(1) * 1000),
                            notAfter: UTCText.of($0.integer(2) * 1000))
                    })
            }
        }

        /// The records of an entity with personal scope that the node holds, as far as is known.
        private func held(
            _ entity: Entity, _ areas: Set<String>?, through fed: Int64?, _ subtree: Set<String>,
            _ view: RegistryView
        ) throws -> [RecordID] {
            switch entity.scope {
            case .everywhere, .hub, .local: return []
            default: break
            }
            let rows = try view.transaction.rows(
                """
                SELECT e.id, (SELECT MIN(t.pos) FROM touch t WHERE t.record = e.id)
                FROM "\(entity.name)" e ORDER BY e.id
                """)
            return try rows.compactMap { row -> RecordID? in
                guard let id = row.id(0) else { return nil }
                if let areas, try !view.isInScope(entity, id, of: areas) { return nil }
                guard let fed, row.integer(1) > fed else { return id }
                return try isWritten(id, by: subtree, view) ? id : nil
            }
        }

        private func isWritten(
            _ record: RecordID, by origins: Set<String>, _ view: RegistryView
        ) throws -> Bool {
            try view.transaction.rows(
                """
                SELECT DISTINCT b.origin FROM touch t JOIN journal j ON j.pos = t.pos
                JOIN branch b ON b.ix = j.branch WHERE t.record = $1
                """, .reference(record)
            ).contains { origins.contains($0.text(0)) }
        }
    }
}
