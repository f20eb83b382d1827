import Casework
import ChangeLog
import Registry

/// A conflict as text and as JSON.
struct ConflictDocument: Rendered {
    var name: String
    var entity: String
    var record: String
    var group: String
    var household: String
    var area: String
    /// How many people settle it.
    var people: Int
    /// What is shown and acted upon until then.
    var standing: [String: String]
    var claims: [ClaimDocument]
    var proposals: [ProposalDocument]

    struct ClaimDocument: Codable, Sendable {
        var number: Int
        var values: [String: String]
        /// What its author saw standing.
        var was: [String: String]
        var actor: String
        var node: String
        var reason: String
        var at: String?
    }

    struct ProposalDocument: Codable, Sendable {
        var id: String
        var proposedBy: String
        var values: [String: String]
    }

    init(_ found: ConflictCase) {
        let conflict = found.conflict
        name = found.name
        entity = conflict.entity
        record = conflict.record.description
        group = conflict.groupName
        household = found.household
        area = found.area
        people = conflict.people
        let isLife = conflict.group == Life.group
        func texts(_ value: GroupValue) -> [String: String] {
            isLife
                ? ["life": Life.isClosed(value) ? "closed" : "open"]
                : found.values(value).mapValues(Self.text)
        }
        standing = texts(conflict.standing)
        claims = conflict.claims.enumerated().map { index, claim in
            ClaimDocument(
                number: index + 1, values: texts(claim.value), was: texts(claim.was),
                actor: claim.actor, node: claim.node, reason: claim.reason,
                at: UTCText.of(Int64(claim.effective)))
        }
        proposals = found.proposals.map {
            ProposalDocument(
                id: $0.id.description, proposedBy: $0.proposedBy,
                values: $0.values.mapValues(Self.text))
        }
    }

    static func text(_ value: FieldValue) -> String {
        switch value {
        case .null: "–"
        case .integer(let number): "\(number)"
        case .text(let text): text
        case .bytes: value.reference?.description ?? "(bytes)"
        }
    }

    private static func line(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    var text: String {
        var lines = [
            "\(name)  \(entity) of household \(household) in \(area); "
                + (people == 1 ? "one person decides" : "\(people) people decide"),
            "  stands   \(Self.line(standing)); payments of the household are held until then",
        ]
        for claim in claims {
            lines.append("  \(claim.number)        \(Self.line(claim.values))")
            lines.append(
                "           by \(claim.actor) at \(claim.node), \(claim.at ?? ""), "
                    + (claim.reason.isEmpty ? "no reason given" : claim.reason)
                    + (claim.was.isEmpty ? "" : "; saw \(Self.line(claim.was))"))
        }
        for proposal in proposals {
            lines.append(
                "  proposed by \(proposal.proposedBy): \(Self.line(proposal.values)) – "
                    + "“shabaka conflicts accept \(proposal.id)”")
        }
        return lines.joined(separator: "\n")
    }
}

/// All open conflicts.
struct ConflictList: Rendered {
    var conflicts: [ConflictDocument]

    var text: String {
        conflicts.isEmpty
            ? "No conflict is open." : conflicts.map(\.text).joined(separator: "\n\n")
    }
}
