public import ChangeLog
public import Linkage
import Registry
import Storage

/// Compares everybody with everybody and opens a case for each two households that seem to share
/// somebody.
public struct DuplicateScan {
    private let journal: Journal
    private let options: LinkOptions

    /// What a scan did.
    public struct Outcome: Sendable, Equatable {
        public var persons = 0
        public var comparedPairs = 0
        public var opened = 0
        /// Cases that were here already: open, or decided.
        public var known = 0
        public var withdrawn = 0
        /// All cases that are open now.
        public var open: Int { acrossProvinces + withinProvinces }
        /// Open cases whose two households lie in different provinces.
        public var acrossProvinces = 0
        public var withinProvinces = 0
        public var model = ""
    }

    public init(_ journal: Journal, options: LinkOptions = LinkOptions()) {
        self.journal = journal
        self.options = options
    }

    /// Scans the registry and writes the cases; a second scan of the same data writes nothing.
    ///
    /// - Parameter progress: told the step and how far the whole is, 0 to 1.
    /// - Throws: `DuplicateRefusal.onlyHeadquarters`, `LinkageError`, `StoreError`.
    public func run(
        by actor: String, progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws -> Outcome {
        guard journal.identity.role == .hub else { throw DuplicateRefusal.onlyHeadquarters }
        let read = try journal.read { try RegisteredPeople($0) }
        let linked = try Linker.link(read.population, options: options, progress: progress)
        let found = evidence(read, linked)
        var outcome = Outcome()
        outcome.persons = read.persons.count
        outcome.comparedPairs = linked.comparedPairs
        outcome.model = "fellegi-sunter \(linked.model.version)"
        try write(found, read, linked.model, by: actor, &outcome)
        try journal.read { view in
            let provinces = try ProvinceMap(view)
            for opened in try DuplicateCases(view).list(.open) {
                let earlier = try provinces.province(of: opened.earlier.area)
                if try provinces.province(of: opened.later.area) == earlier {
                    outcome.withinProvinces += 1
                } else {
                    outcome.acrossProvinces += 1
                }
            }
        }
        return outcome
    }

    private struct Households: Hashable {
        let earlier: RecordID
        let later: RecordID
    }

    private func evidence(
        _ read: RegisteredPeople, _ linked: LinkResult
    ) -> [(Households, [DuplicateCase.Pair])] {
        var found: [Households: [DuplicateCase.Pair]] = [:]
        let names = read.population.fields.map(\.name)
        for pair in linked.pairs where pair.probability >= options.threshold {
            let a = read.persons[pair.a]
            let b = read.persons[pair.b]
            // Somebody with two open memberships is one record, not two.
            guard a.household != b.household, a.id != b.id else { continue }
            let (earlier, later) = a.isRegistered(before: b) ? (a, b) : (b, a)
            var fields = zip(names, pair.fieldBits).map { (name: $0, bits: $1) }
            if pair.householdBits != 0 { fields.append(("household", pair.householdBits)) }
            fields.append(("prior", pair.priorBits))
            found[
                Households(earlier: earlier.household, later: later.household), default: []
            ].append(
                DuplicateCase.Pair(
                    earlier: earlier.id, later: later.id, earlierNumber: "", laterNumber: "",
                    bits: pair.bits, probability: pair.probability, fieldBits: fields))
        }
        return found.map { ($0, $1.sorted { ($0.earlier, $0.later) < ($1.earlier, $1.later) }) }
            .sorted { ($0.0.earlier, $0.0.later) < ($1.0.earlier, $1.0.later) }
    }

    private func write(
        _ found: [(Households, [DuplicateCase.Pair])], _ read: RegisteredPeople,
        _ model: LinkageModel, by actor: String, _ outcome: inout Outcome
    ) throws {
        let batch = journal.newID()
        let author = Authorship(actor: actor, reasonCode: "duplicate-scan", batch: batch)
        let now = Int64(journal.clock.milliseconds)
        try journal.write { session in
            // What the desk answers with from now on.
            try DuplicateDesk.keep(model, in: session)
            var known: [Households: (id: RecordID, status: String)] = [:]
            for row in try session.transaction.rows(
                "SELECT id, earlier_household, later_household, status FROM duplicate_case")
            {
                guard let id = row.id(0), let earlier = row.id(1), let later = row.id(2) else {
                    continue
                }
                known[Households(earlier: earlier, later: later)] = (id, row.text(3))
            }
            for (households, pairs) in found {
                // The order of the two may have changed with a corrected date.
                let turned = Households(earlier: households.later, later: households.earlier)
                let before =
                    known.removeValue(forKey: households)
                    ?? known.removeValue(forKey: turned)
                if let before, before.status != "withdrawn" {
                    outcome.known += 1
                    continue
                }
                let values: [String: FieldValue] = [
                    "earlier_household": .reference(households.earlier),
                    "later_household": .reference(households.later),
                    "pairs": .text(EvidenceText.render(pairs)),
                    "probability_ppm": .integer(
                        Int64(((pairs.map(\.probability).max() ?? 0) * 1_000_000).rounded())),
                    "model": .text(outcome.model), "opened_on": .integer(now),
                    "status": .text("open"),
                ]
                let change =
                    try before.map { try session.edit(of: "duplicate_case", $0.id, values) }
                    ?? session.creation(of: "duplicate_case", values)
                try session.append([change], by: author)
                outcome.opened += 1
            }
            for (_, old) in known.sorted(by: { $0.value.id < $1.value.id })
            where old.status == "open" {
                let change = try session.edit(
                    of: "duplicate_case", old.id,
                    [
                        "status": .text("withdrawn"), "decided_by": .text(actor),
                        "reason": .text("The data no longer support it."),
                        "decided_on": .integer(now),
                    ])
                try session.append([change], by: author)
                outcome.withdrawn += 1
            }
        }
    }
}
