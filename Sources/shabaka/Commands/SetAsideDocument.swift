import ChangeLog
import Registry

/// A changeset that was set aside, as text and as JSON.
struct SetAsideDocument: Rendered {
    var changeset: String
    var node: String
    var sequence: UInt64
    var judge: String
    var reason: String
    var status: String
    var actor: String?
    var writtenAt: String?
    var changes: [ChangeDocument]?

    /// One change of it.
    struct ChangeDocument: Codable, Sendable {
        var kind: String
        var entity: String
        var record: String
        var fields: [String]
    }

    /// - Parameter isWhole: with its changes. Values are not shown: they may be of families that
    ///   are none of this node's business.
    init(_ found: SetAside, _ view: RegistryView, isWhole: Bool = false) throws {
        let body = try view.changeset(found.version)
        changeset = "\(found.version.origin)/\(found.version.sequence)"
        node = found.version.origin
        sequence = found.version.sequence
        judge = found.judge
        reason = found.reason.sentence
        status = found.status.rawValue
        actor = body?.header.actor
        writtenAt = body.flatMap { UTCText.of(Int64($0.header.stamp.milliseconds)) }
        guard isWhole else { return }
        changes = body?.items.compactMap(\.change).map { change in
            let entity = view.dictionary.entity(change.entity)
            let numbers =
                change.values.map(\.field) + change.groups.flatMap { $0.values.map(\.field) }
            return ChangeDocument(
                kind: "\(change.kind)", entity: entity?.name ?? "\(change.entity)",
                record: change.record.description,
                fields: numbers.map { number in
                    entity?.fields.first { $0.number == number }?.name ?? "\(number)"
                })
        }
    }

    /// The changeset that a person names as NODE/NUMBER.
    static func require(_ text: String, _ view: RegistryView) throws -> SetAside {
        let matching = try view.setAside().filter {
            "\($0.version.origin)/\($0.version.sequence)" == text.uppercased()
        }
        guard matching.count == 1, let found = matching.first else {
            throw SetAsideFault.notFound(text, count: matching.count)
        }
        return found
    }

    var text: String {
        var lines = [
            "\(changeset)  \(status), judged at \(judge): \(reason)",
            "  written by \(actor ?? "–") on \(writtenAt ?? "–")",
        ]
        for change in changes ?? [] {
            lines.append(
                "  \(change.kind) \(change.entity) \(change.record): "
                    + change.fields.joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }
}

/// Why a changeset that was set aside is not found.
enum SetAsideFault: Error, CustomStringConvertible {
    case notFound(String, count: Int)

    var description: String {
        switch self {
        case .notFound(let text, 0):
            "“\(text)” is not set aside. “shabaka quarantine list” shows what is."
        case .notFound(let text, let count):
            "\(count) changesets of that number exist (“\(text)”): its log was forked. Settle that "
                + "first."
        }
    }
}
