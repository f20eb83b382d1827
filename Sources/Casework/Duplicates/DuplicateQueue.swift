public import ChangeLog
public import Registry
import Storage

/// The duplicate cases as a list to work through.
public struct DuplicateQueue {
    private let view: RegistryView

    /// What of the list is wanted.
    public struct Filter: Sendable, Equatable {
        public var isOpen = true
        /// Only those between provinces (true), within one (false), or all (nil).
        public var isAcross: Bool?
        /// Only those assigned to this account.
        public var owner: String?

        public init(isOpen: Bool = true, isAcross: Bool? = nil, owner: String? = nil) {
            self.isOpen = isOpen
            self.isAcross = isAcross
            self.owner = owner
        }
    }

    /// One line of the list.
    public struct Line: Sendable {
        public var id: RecordID
        public var status: DuplicateCase.Status
        public var probabilityPPM: Int
        /// Milliseconds since 1970.
        public var openedOn: Int64
        public var decidedBy: String
        public var decidedOn: Int64
        public var owner: String
        /// The names of the two who look alike the most.
        public var earlierName: PersonName
        public var laterName: PersonName
        public var earlierArea: String
        public var laterArea: String
        public var pairs: Int
    }

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// How many there are.
    public func count(_ filter: Filter) throws -> Int {
        let (condition, values) = Self.condition(filter)
        return try view.transaction.rows(
            "SELECT COUNT(*) \(Self.from) WHERE \(condition)", values
        ).first?.int(0) ?? 0
    }

    /// A page of the list: open ones by their likelihood, decided ones the youngest first.
    public func list(_ filter: Filter, limit: Int = 50, offset: Int = 0) throws -> [Line] {
        let (condition, values) = Self.condition(filter)
        let order =
            filter.isOpen ? "d.probability_ppm DESC, d.id" : "d.decided_on DESC, d.id"
        return try view.transaction.rows(
            """
            SELECT d.id, d.status, d.probability_ppm, d.opened_on, d.decided_by, d.decided_on,
                o.owner, d.pairs, h1.area, h2.area
            \(Self.from) WHERE \(condition) ORDER BY \(order) LIMIT \(limit) OFFSET \(offset)
            """, values
        ).compactMap(line)
    }

    /// The case after this one in the list, or the first.
    public func next(after id: RecordID?, _ filter: Filter) throws -> RecordID? {
        let ids = try list(filter, limit: 200).map(\.id)
        guard let id, let index = ids.firstIndex(of: id) else { return ids.first { $0 != id } }
        return ids.indices ~= index + 1 ? ids[index + 1] : ids.first { $0 != id }
    }

    /// Who works on a case, or nil.
    public func owner(of id: RecordID) throws -> String? {
        try view.transaction.first(
            "SELECT owner FROM case_assignment WHERE record = $1", .reference(id))?.text(0)
    }

    private static let from = """
        FROM duplicate_case d LEFT JOIN household h1 ON h1.id = d.earlier_household
        LEFT JOIN household h2 ON h2.id = d.later_household
        LEFT JOIN area a1 ON a1.code = h1.area LEFT JOIN area a2 ON a2.code = h2.area
        LEFT JOIN case_assignment o ON o.record = d.id
        """

    private static func condition(_ filter: Filter) -> (String, [FieldValue]) {
        var parts = [filter.isOpen ? "d.status = 'open'" : "d.status IN ('same', 'different')"]
        var values: [FieldValue] = []
        switch filter.isAcross {
        case true: parts.append("a1.parent <> a2.parent")
        case false: parts.append("a1.parent = a2.parent")
        case nil: break
        }
        if let owner = filter.owner {
            values.append(.text(owner))
            parts.append("o.owner = $\(values.count)")
        }
        return (parts.joined(separator: " AND "), values)
    }

    private func line(_ row: Row) throws -> Line? {
        guard let id = row.id(0) else { return nil }
        let pairs = EvidenceText.parse(row.text(7)).sorted { $0.bits > $1.bits }
        return Line(
            id: id, status: .init(rawValue: row.text(1)) ?? .open, probabilityPPM: row.int(2),
            openedOn: row.integer(3), decidedBy: row.text(4), decidedOn: row.integer(5),
            owner: row.text(6), earlierName: try name(pairs.first?.earlier),
            laterName: try name(pairs.first?.later), earlierArea: row.text(8),
            laterArea: row.text(9), pairs: pairs.count)
    }

    private func name(_ person: RecordID?) throws -> PersonName {
        guard let person, let record = try view.record("person", person) else {
            return PersonName(given: "")
        }
        return PersonName(
            given: record["given_name"]?.text ?? "", father: record["father_name"]?.text ?? "",
            grandfather: record["grandfather_name"]?.text ?? "",
            family: record["family_name"]?.text ?? "")
    }
}

/// Says who works on a case; a way of working, kept at this node.
public struct CaseAssignments {
    private let journal: Journal

    public init(_ journal: Journal) {
        self.journal = journal
    }

    /// Gives a case to somebody, or back to all.
    public func assign(_ record: RecordID, to owner: String?) throws {
        try journal.store.write { transaction in
            try transaction.execute(
                "DELETE FROM case_assignment WHERE record = $1", .reference(record))
            guard let owner else { return }
            try transaction.execute(
                "INSERT INTO case_assignment (record, owner, assigned) VALUES ($1, $2, $3)",
                .reference(record), .text(owner), .integer(Int64(journal.clock.milliseconds)))
        }
    }
}
