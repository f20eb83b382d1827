public import ChangeLog
import Foundation
public import Registry
import Storage

/// A change that waits for a second person.
public struct Proposal: Sendable {
    public var id: RecordID
    public var household: RecordID
    public var change: CircumstanceChange
    public var proposedBy: String
}

/// Reads proposals.
public struct Proposals {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The open ones of a household, or of all, the oldest first.
    public func list(of household: RecordID? = nil) throws -> [Proposal] {
        let condition = household == nil ? "" : "AND household = $1"
        return try view.transaction.rows(
            """
            SELECT id, household, "change", proposed_by FROM proposal
            WHERE status = 'open' \(condition) ORDER BY id LIMIT 200
            """, household.map { [.reference($0)] } ?? []
        ).compactMap { row in
            guard let id = row.id(0), let household = row.id(1),
                // Another version's proposal that cannot be read is answered there.
                let change = try? JSONDecoder().decode(
                    CircumstanceChange.self, from: Data(row.bytes(2)))
            else { return nil }
            return Proposal(
                id: id, household: household, change: change, proposedBy: row.text(3))
        }
    }
}
