import Registry
import Storage
import Trust

extension RegistryView {
    /// One digest by entity over the records in the scope of these areas; nil means all.
    ///
    /// Two nodes that agree on a scope show the same digests, whatever the order in which they
    /// learnt it.
    public func scopeDigests(areas: Set<String>?) throws -> [ScopeDigest] {
        var result: [ScopeDigest] = []
        for entity in dictionary.entities
        where entity.scope != .local && (areas == nil || entity.scope != .hub) {
            var hasher = SHA256Hasher()
            var count = 0
            let ids = try transaction.rows(
                "SELECT id FROM \"\(entity.name)\" ORDER BY id"
            ).compactMap { $0.id(0) }
            for id in ids {
                if let areas, try !isInScope(entity, id, of: areas) { continue }
                guard let row = try storedRow(entity, id) else { continue }
                count += 1
                hasher.update(try shown(row))
            }
            result.append(
                ScopeDigest(entity: entity.name, records: count, digest: hasher.finish().hex))
        }
        return result
    }

    /// The areas that a node serves by its records that are not revoked; nil for the hub, which
    /// serves all.
    ///
    /// - Throws: `ScopeRefusal.unknownNode`.
    public func areas(ofNode name: String) throws -> Set<String>? {
        let rows = try transaction.rows(
            "SELECT role, areas, revoked_on FROM node WHERE name = $1 ORDER BY id", .text(name))
        guard !rows.isEmpty else { throw ScopeRefusal.unknownNode(name) }
        if rows.contains(where: { $0.text(0) == "hub" }) { return nil }
        return Set(
            rows.filter { $0.isNull(2) }
                .flatMap { $0.text(1).split(separator: ",").map { String($0) } })
    }

    /// What a node shows of a record, as bytes: id, values, and the heads of each group.
    func shown(_ row: StoredRow) throws -> [UInt8] {
        var writer = WireWriter(capacity: 256)
        writer.id(1, row.id)
        for value in GroupValue(row.allValues).values { value.write(2, to: &writer) }
        let made = try version(row.version)
        writer.message(3) { made.write(to: &$0) }
        let heads = try transaction.rows(
            "SELECT branch, sequence, tag, effective, vals, was, grp FROM head WHERE record = $1",
            .reference(row.id))
        var lines: [(Int, Version)] = []
        for head in heads {
            lines.append((head.int(6), try version(Head(head).version)))
        }
        for (group, version) in lines.sorted(by: { $0 < $1 }) {
            writer.message(4) { inner in
                inner.number(1, UInt64(group))
                inner.message(2) { version.write(to: &$0) }
            }
        }
        return writer.bytes
    }

    private func version(_ local: LocalVersion) throws -> Version {
        let found = try branch(local.branch)
        return Version(
            origin: found.origin, incarnation: found.incarnation, sequence: local.sequence,
            tag: local.tag)
    }
}

/// Why a scope cannot be shown.
public enum ScopeRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownNode(String)

    public var description: String {
        switch self {
        case .unknownNode(let name):
            "No node “\(name)” is known here. “shabaka node list” shows them."
        }
    }
}
