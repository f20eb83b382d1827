public import ChangeLog
public import Registry
import Storage

/// Two households that share, as the evidence says, at least one person.
///
/// A case is a lead and never a finding: while it is open the later registered household is not
/// paid, and only a human closes it.
public struct DuplicateCase: Sendable, Equatable {
    public var id: RecordID
    public var status: Status
    public var earlier: Party
    public var later: Party
    public var pairs: [Pair]
    /// The highest probability of its pairs, in millionths.
    public var probabilityPPM: Int
    /// The model that scored it.
    public var model: String
    public var openedOn: Int64
    public var decidedBy: String?
    /// Milliseconds since 1970; 0 where it is open.
    public var decidedOn: Int64
    public var reason: String?
    public var keep: RecordID?

    /// What became of the case.
    public enum Status: String, Sendable, CaseIterable {
        case open
        /// The same family or person is registered twice.
        case same
        /// They are different people who look alike.
        case different
        /// The data no longer support it.
        case withdrawn
    }

    /// One of the two households.
    public struct Party: Sendable, Equatable {
        public var household: RecordID
        public var number: String
        public var area: String
        public var registeredOn: String
    }

    /// Two registrations that look like one person, the first in the earlier household.
    public struct Pair: Sendable, Equatable {
        public var earlier: RecordID
        public var later: RecordID
        public var earlierNumber: String
        public var laterNumber: String
        public var bits: Double
        public var probability: Double
        /// Bits of evidence by field, as `name: bits`.
        public var fieldBits: [(name: String, bits: Double)]

        public static func == (left: Pair, right: Pair) -> Bool {
            left.earlier == right.earlier && left.later == right.later && left.bits == right.bits
        }
    }
}

/// Reads duplicate cases.
public struct DuplicateCases {
    let view: RegistryView

    public init(_ view: RegistryView) {
        self.view = view
    }

    /// The cases with this status (nil means all), the likeliest first.
    public func list(_ status: DuplicateCase.Status? = nil) throws -> [DuplicateCase] {
        let condition = status == nil ? "" : "WHERE status = $1"
        let rows = try view.transaction.rows(
            """
            SELECT id FROM duplicate_case \(condition)
            ORDER BY probability_ppm DESC, id
            """, status.map { [.text($0.rawValue)] } ?? [])
        return try rows.compactMap { $0.id(0) }.compactMap(find)
    }

    /// The case with this id, or nil.
    public func find(_ id: RecordID) throws -> DuplicateCase? {
        guard let record = try view.record("duplicate_case", id),
            let earlier = record["earlier_household"]?.reference,
            let later = record["later_household"]?.reference
        else { return nil }
        return DuplicateCase(
            id: id, status: .init(rawValue: record["status"]?.text ?? "") ?? .open,
            earlier: try party(earlier), later: try party(later),
            pairs: try EvidenceText.parse(record["pairs"]?.text ?? "[]").map(named),
            probabilityPPM: Int(record["probability_ppm"]?.integer ?? 0),
            model: record["model"]?.text ?? "", openedOn: record["opened_on"]?.integer ?? 0,
            decidedBy: record["decided_by"]?.text,
            decidedOn: record["decided_on"]?.integer ?? 0, reason: record["reason"]?.text,
            keep: record["keep"]?.reference)
    }

    /// The case whose id begins with this text.
    ///
    /// - Throws: `DuplicateRefusal.noSuchCase`, `.ambiguous`.
    public func require(_ text: String) throws -> DuplicateCase {
        if let id = RecordID(text) {
            guard let found = try find(id) else { throw DuplicateRefusal.noSuchCase(text) }
            return found
        }
        let wanted = text.lowercased()
        let matching = try view.transaction.rows("SELECT id FROM duplicate_case")
            .compactMap { $0.id(0) }.filter { $0.description.hasPrefix(wanted) }
        guard matching.count <= 1 else { throw DuplicateRefusal.ambiguous(text) }
        guard !wanted.isEmpty, let id = matching.first, let found = try find(id) else {
            throw DuplicateRefusal.noSuchCase(text)
        }
        return found
    }

    private func party(_ household: RecordID) throws -> DuplicateCase.Party {
        let record = try view.record("household", household)
        return DuplicateCase.Party(
            household: household, number: record?["number"]?.text ?? "",
            area: record?["area"]?.text ?? "",
            registeredOn: record?["registered_on"]?.text ?? "")
    }

    private func named(_ pair: DuplicateCase.Pair) throws -> DuplicateCase.Pair {
        var pair = pair
        pair.earlierNumber = try view.record("person", pair.earlier)?["number"]?.text ?? ""
        pair.laterNumber = try view.record("person", pair.later)?["number"]?.text ?? ""
        return pair
    }
}

/// Why a duplicate case is not decided; nothing was written.
public enum DuplicateRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case noSuchCase(String)
    case ambiguous(String)
    case alreadyDecided(DuplicateCase.Status)
    case notInCase(String)
    case notInGroup(String)
    case nothingOpen
    case reasonMissing
    case onlyHeadquarters
    case notDecided

    public var description: String {
        switch self {
        case .noSuchCase(let text):
            "There is no duplicate case “\(text)”. `shabaka duplicates list` shows them."
        case .ambiguous(let text): "More than one case begins with “\(text)”. Give more of its id."
        case .alreadyDecided(let status):
            "The case was decided already (\(status.rawValue)). It must be undone first."
        case .notInCase(let text):
            "“\(text)” is neither of the two households. Name one of them with --keep."
        case .notInGroup(let text):
            "“\(text)” is none of the registrations of the group. `duplicates show` names them."
        case .nothingOpen:
            "No open case lies between these registrations, so there is nothing to decide."
        case .reasonMissing: "A decision that two are different needs a reason. Give --reason."
        case .onlyHeadquarters:
            "Duplicates across provinces are looked for at the hub, which sees the nation."
        case .notDecided: "The case is not decided, so there is nothing to take back."
        }
    }
}
