import ChangeLog
import Foundation
import Registry
import Storage
public import Trust

extension Membership {
    /// Gives out a token with which a new node may join here.
    ///
    /// - Parameters:
    ///   - node: the new node's name.
    ///   - areas: the areas that it will serve; they must be known here and, at a province, in its
    ///     own scope.
    ///   - hosts: DNS names and addresses under which others will reach it.
    ///   - authority: the digest of the authority's certificate.
    /// - Throws: `MembershipRefusal`, `StoreError`.
    public func issueToken(
        node: String, areas: [String], hosts: [String], authority: Digest
    ) throws -> JoinToken {
        guard Self.isNodeName(node) else { throw MembershipRefusal.badName(node) }
        let role: Journal.Role
        switch journal.identity.role {
        case .hub: role = .province
        case .province: role = .field
        case .field: throw MembershipRefusal.noTierBelow
        }
        guard !areas.isEmpty else { throw MembershipRefusal.noAreas }
        let own = journal.identity.name
        try journal.read { view in
            try Self.requireFree(node, below: own, view)
            try requireFree(hosts: hosts, for: node, view)
            let scope = role == .field ? try Self.areas(of: own, view) : nil
            try Self.require(areas, within: scope, view)
        }
        let token = JoinToken(
            node: node, role: role, areas: areas, upstream: own, authority: authority,
            secret: SecureRandom.bytes(32), expires: nowSeconds + JoinToken.validSeconds)
        try journal.store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO join_token (secret, node, role, areas, hosts, expires)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                .bytes(JoinToken.digest(of: token.secret).bytes), .text(node),
                .text(role.rawValue), .text(areas.joined(separator: ",")),
                .text(hosts.joined(separator: ",")), .integer(token.expires))
        }
        return token
    }

    /// Whether a text may name a node: 1 to 32 of `A`–`Z`, `0`–`9` and `-`.
    public static func isNodeName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "-")
            }
    }

    /// Refuses a name that a node elsewhere in the federation has.
    static func requireFree(_ node: String, below upstream: String, _ view: RegistryView) throws {
        let rows = try view.transaction.rows(
            "SELECT upstream FROM node WHERE name = $1", .text(node))
        guard node != upstream, rows.allSatisfy({ $0.text(0) == upstream }) else {
            throw MembershipRefusal.nameTaken(node)
        }
    }

    /// Refuses areas that are not known, or not within the scope where there is one.
    static func require(
        _ areas: [String], within scope: Set<String>?, _ view: RegistryView
    ) throws {
        for area in areas {
            let row = try view.transaction.first(
                "SELECT 1 FROM area WHERE code = $1", .text(area))
            guard row != nil else { throw MembershipRefusal.foreignArea(area) }
            if let scope, try !view.isWithin(area, scope) {
                throw MembershipRefusal.foreignArea(area)
            }
        }
    }

    /// The areas of a node by its records that are not revoked.
    static func areas(of node: String, _ view: RegistryView) throws -> Set<String> {
        let rows = try view.transaction.rows(
            "SELECT areas FROM node WHERE name = $1 AND revoked_on IS NULL", .text(node))
        return Set(rows.flatMap { $0.text(0).split(separator: ",").map(String.init) })
    }
}
