import ChangeLog
import Registry
import Storage

/// Opens cases, keeps their evidence up to date while they are open, opens them again and closes
/// them: what a scan of everybody and a look at those who came have in common.
struct CaseBook {
    /// From this probability on an open case stays open: it is opened at a higher one, so that cases
    /// do not come and go with the last bit of a model.
    static let leastSupport = 0.5

    /// Said behind the name of the model by whoever has compared a few with everybody: what the
    /// families around them say is not in such evidence before the next scan.
    static let provisional = ", on arrival"

    let session: JournalSession
    let author: Authorship
    /// The name of the model that scored the pairs.
    let model: String
    private(set) var opened = 0
    private(set) var known = 0
    private(set) var withdrawn = 0

    init(session: JournalSession, author: Authorship, model: String) {
        self.session = session
        self.author = author
        self.model = model
    }

    /// Two households whose members look alike, in the order of their registration.
    struct Households: Hashable, Comparable {
        let earlier: RecordID
        let later: RecordID

        /// The order of the two may change with a corrected date.
        var turned: Households { Households(earlier: later, later: earlier) }

        static func < (left: Households, right: Households) -> Bool {
            (left.earlier, left.later) < (right.earlier, right.later)
        }
    }

    /// What a case that is there already is known to be.
    struct Standing {
        let id: RecordID
        let status: DuplicateCase.Status
        /// Whether no scan has looked at it yet.
        let isProvisional: Bool
        /// Its evidence as it was opened or decided.
        let pairs: [DuplicateCase.Pair]
    }

    /// Takes what was found of two households that would open a case.
    mutating func take(
        _ pairs: [DuplicateCase.Pair], of households: Households, before: Standing?
    ) throws {
        guard let before else {
            try write(pairs, of: households, to: nil)
            opened += 1
            return
        }
        let change = EvidenceChange(from: before.pairs, to: pairs)
        switch before.status {
        case .open:
            known += 1
            // Until somebody decides, a case shows what is known today.
            let isConfirmed = before.isProvisional && !model.hasSuffix(Self.provisional)
            let people = { (pairs: [DuplicateCase.Pair]) in
                Set(pairs.map { Set([$0.earlier, $0.later]) })
            }
            if isConfirmed || change != nil || people(pairs) != people(before.pairs)
                || EvidenceChange(from: pairs, to: before.pairs) != nil
            {
                try write(pairs, of: households, to: before.id, isOpen: true)
            }
        case .same: known += 1
        case .different:
            guard change != nil else {
                known += 1
                return
            }
            try write(pairs, of: households, to: before.id, because: change)
            opened += 1
        case .withdrawn:
            try write(pairs, of: households, to: before.id)
            opened += 1
        }
    }

    /// Closes an open case that the data no longer support.
    mutating func withdraw(_ id: RecordID) throws {
        let change = try session.edit(
            of: "duplicate_case", id,
            [
                "status": .text(DuplicateCase.Status.withdrawn.rawValue),
                "decided_by": .text(author.actor),
                "reason": .text("The data no longer support it."),
                "decided_on": .integer(Int64(session.journal.clock.milliseconds)),
            ])
        try session.append([change], by: author)
        withdrawn += 1
    }

    private func write(
        _ pairs: [DuplicateCase.Pair], of households: Households, to id: RecordID?,
        isOpen: Bool = false, because change: EvidenceChange? = nil
    ) throws {
        var values: [String: FieldValue] = [
            "earlier_household": .reference(households.earlier),
            "later_household": .reference(households.later),
            "pairs": .text(EvidenceText.render(pairs)),
            "probability_ppm": .integer(
                Int64(((pairs.map(\.probability).max() ?? 0) * 1_000_000).rounded())),
            "model": .text(model),
        ]
        if !isOpen {
            values["opened_on"] = .integer(Int64(session.journal.clock.milliseconds))
            values["status"] = .text(DuplicateCase.Status.open.rawValue)
        }
        var author = author
        if let change { author.reason = change.description }
        if let id {
            if !isOpen {
                for name in ["keep", "decided_by", "decided_on", "reason"] { values[name] = .null }
            }
            try session.append([try session.edit(of: "duplicate_case", id, values)], by: author)
        } else {
            try session.append([try session.creation(of: "duplicate_case", values)], by: author)
        }
    }

    /// Cases of which one of these households is a part, or all.
    static func standing(
        _ households: Set<RecordID>? = nil, in transaction: Transaction
    ) throws -> [Households: Standing] {
        var standing: [Households: Standing] = [:]
        let sql = """
            SELECT id, earlier_household, later_household, status, pairs, model
            FROM duplicate_case
            """
        func take(_ row: Statement) {
            guard let id = row.id(0), let earlier = row.id(1), let later = row.id(2) else { return }
            let status = DuplicateCase.Status(rawValue: row.text(3)) ?? .open
            standing[Households(earlier: earlier, later: later)] = Standing(
                id: id, status: status, isProvisional: row.text(5).hasSuffix(provisional),
                pairs: EvidenceText.parse(row.text(4)))
        }
        guard let households else {
            try transaction.forEach(sql + " ORDER BY id", []) { take($0) }
            return standing
        }
        for household in households.sorted() {
            for side in ["earlier_household", "later_household"] {
                try transaction.forEach(
                    "\(sql) WHERE \(side) = $1 ORDER BY id", [.reference(household)]
                ) { take($0) }
            }
        }
        return standing
    }
}
