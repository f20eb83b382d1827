import ChangeLog
import Trust

/// What an audit found, for people and programs.
struct AuditOutcome: Rendered {
    var node: String
    var sound: Bool
    var journalRows: Int
    var changesets: Int
    var signatures: Int
    var receipts: Int
    var rows: Int
    /// Changesets of this node that were not sent anywhere yet.
    var unsigned: Int
    /// Whose checkpoint was held against the log.
    var against: String?
    var compared: Int
    var findings: [AuditReport.Finding]

    init(_ report: AuditReport, against: String?) {
        node = report.node
        sound = report.isSound
        journalRows = report.journalRows
        changesets = report.changesets
        signatures = report.signatures
        receipts = report.receipts
        rows = report.rows
        unsigned = report.unsigned
        self.against = against
        compared = report.compared
        findings = report.findings
    }

    var exitCode: Int32 { sound ? 0 : 1 }

    var text: String {
        var lines = findings.map { "\($0.kind.rawValue)  \($0.place)\n    \($0.message)" }
        lines.append(
            "\(node): \(changesets) changesets, \(signatures) signatures, \(receipts) receipts, "
                + "\(rows) rows of the registry verified")
        if unsigned > 0 {
            lines.append("\(unsigned) changesets of this node are not signed: a push signs them")
        }
        if let against { lines.append("\(compared) statements of \(against) compared") }
        lines.append(
            sound ? "Everything fits." : "\(findings.count) findings: what is named does not fit.")
        return lines.joined(separator: "\n")
    }
}

/// What a node holds within a scope, as digests.
struct ScopeDocument: Rendered, Decodable {
    var node: String
    /// Area codes; nil stands for everything.
    var scope: [String]?
    var entities: [ScopeDigest]
    /// SHA-256 over the digests of all entities.
    var digest: String
    /// Whom this was compared with, and where the two differ.
    var comparedWith: String?
    var differing: [Difference]?

    /// An entity of which two nodes hold something else.
    struct Difference: Codable, Sendable {
        var entity: String
        /// How many records are here.
        var here: Int
        /// How many records are there.
        var there: Int
    }

    init(node: String, scope: [String]?, entities: [ScopeDigest]) {
        self.node = node
        self.scope = scope
        self.entities = entities
        var hasher = SHA256Hasher()
        for entity in entities {
            hasher.update(Array("\(entity.entity)\t\(entity.records)\t\(entity.digest)\n".utf8))
        }
        digest = hasher.finish().hex
    }

    /// Notes where another node differs. Throws `AuditFault.otherScope`.
    mutating func compare(with other: ScopeDocument) throws {
        guard scope == other.scope else { throw AuditFault.otherScope(scope, other.scope) }
        let there = Dictionary(other.entities.map { ($0.entity, $0) }) { first, _ in first }
        let here = Dictionary(entities.map { ($0.entity, $0) }) { first, _ in first }
        comparedWith = other.node
        differing = Set(there.keys).union(here.keys).sorted()
            .filter { here[$0] != there[$0] }
            .map { name in
                Difference(
                    entity: name, here: here[name]?.records ?? 0,
                    there: there[name]?.records ?? 0)
            }
    }

    var exitCode: Int32 { differing?.isEmpty == false ? 1 : 0 }

    var text: String {
        let widest = entities.map(\.entity.count).max() ?? 0
        var lines = ["\(node), \(scope.map { $0.joined(separator: ", ") } ?? "everything")"]
        for entity in entities {
            let name =
                entity.entity
                + String(repeating: " ", count: widest - entity.entity.count)
            let records = "\(entity.records)"
            let indent = String(repeating: " ", count: max(0, 9 - records.count)) + records
            lines.append("  \(name) \(indent)  \(entity.digest.prefix(16))")
        }
        lines.append("  digest \(digest)")
        if let comparedWith, let differing {
            lines += differing.map { difference in
                "differs: \(difference.entity), \(difference.here) records here, "
                    + "\(difference.there) at \(comparedWith)"
            }
            if differing.isEmpty { lines.append("The same as \(comparedWith).") }
        }
        return lines.joined(separator: "\n")
    }
}
