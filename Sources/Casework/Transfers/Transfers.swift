public import ChangeLog
public import Registry
import Storage

/// A request that a family move into the areas of another node.
public struct TransferCase: Sendable {
    public var id: RecordID
    public var household: RecordID
    /// Where the family is registered when it is asked for.
    public var from: String
    /// Where it is to be registered.
    public var to: String
    public var requestedBy: String
    public var reason: String
    /// Code of `transfer_status`.
    public var status: String
    public var answeredBy: String
    public var answerReason: String
    /// The household's number; empty where the household is not here.
    public var number: String
    /// The name of the household's head; nil where the household is not here.
    public var head: PersonName?
    /// Where the household is registered now; empty where it is not here.
    public var area: String

    public var isOpen: Bool { status == "asked" }
    /// When it was asked for, in milliseconds since 1970.
    public var askedMilliseconds: Int64 { Int64(id.high >> 16) }
}

/// Reads requests for families.
public struct Transfers {
    private let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// Those that wait first, then the youngest.
    ///
    /// - Parameter household: only those about one family.
    public func list(of household: RecordID? = nil, limit: Int = 200) throws -> [TransferCase] {
        let condition = household == nil ? "" : "WHERE household = $2"
        let values: [FieldValue] =
            [.integer(Int64(limit))] + (household.map { [.reference($0)] } ?? [])
        return try view.transaction.rows(
            """
            SELECT id FROM transfer \(condition)
            ORDER BY CASE WHEN status = 'asked' THEN 0 ELSE 1 END, id DESC LIMIT $1
            """, values
        ).compactMap { $0.id(0) }.compactMap(find)
    }

    /// How many wait for an answer.
    public func countOpen() throws -> Int {
        try view.transaction.first("SELECT COUNT(*) FROM transfer WHERE status = 'asked'")?.int(0)
            ?? 0
    }

    /// One request, or nil when it is not here.
    public func find(_ id: RecordID) throws -> TransferCase? {
        guard let values = try view.record("transfer", id),
            let household = values["household"]?.reference
        else { return nil }
        func text(_ name: String) -> String { values[name]?.text ?? "" }
        let record = try view.record("household", household)
        return TransferCase(
            id: id, household: household, from: text("from_area"), to: text("to_area"),
            requestedBy: text("requested_by"), reason: text("reason"), status: text("status"),
            answeredBy: text("answered_by"), answerReason: text("answer_reason"),
            number: record?["number"]?.text ?? "",
            head: record == nil ? nil : try FamilyReader(view).headName(of: household),
            area: record?["area"]?.text ?? "")
    }
}
