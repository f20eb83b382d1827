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
        /// Cases that were here already: open, or decided. A decided one whose evidence changed is
        /// opened again, and counts as opened.
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
        let (read, position) = try journal.read { view in
            (try RegisteredPeople(view), try view.journalEnd())
        }
        var options = options
        options.reviewThreshold = min(options.reviewThreshold, CaseBook.leastSupport)
        if options.model == nil {
            options.model = try acceptedModel(for: read.persons.count)
        }
        let linked = try Linker.link(read.population, options: options, progress: progress)
        let found = evidence(read, linked)
        var outcome = Outcome()
        outcome.persons = read.persons.count
        outcome.comparedPairs = linked.comparedPairs
        try write(found, linked, position, by: actor, &outcome)
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

    /// The model that somebody accepted, so that figures do not move between two payrolls; where
    /// nobody did, or the registry has outgrown it, each scan learns its own.
    private func acceptedModel(for people: Int) throws -> LinkageModel? {
        let kept = try journal.read { try ModelShelf($0).present(for: people) }
        return kept?.acceptedBy == nil ? nil : kept?.model
    }

    /// What a scan found between households.
    private struct Evidence {
        /// Pairs at the threshold, by the households that they would open a case for.
        let cases: [(CaseBook.Households, [DuplicateCase.Pair])]
        /// Households with a pair that is likelier than not.
        let supported: Set<CaseBook.Households>

        func isSupported(_ households: CaseBook.Households) -> Bool {
            supported.contains(households) || supported.contains(households.turned)
        }
    }

    private func evidence(
        _ read: RegisteredPeople, _ linked: LinkResult
    ) -> Evidence {
        var found: [CaseBook.Households: [DuplicateCase.Pair]] = [:]
        var supported: Set<CaseBook.Households> = []
        let names = read.population.fields.map(\.name)
        for pair in linked.pairs
        where pair.probability >= min(options.threshold, CaseBook.leastSupport) {
            let a = read.persons[pair.a]
            let b = read.persons[pair.b]
            // Somebody with two open memberships is one record, not two.
            guard a.household != b.household, a.id != b.id else { continue }
            let (earlier, later) = a.isRegistered(before: b) ? (a, b) : (b, a)
            let households = CaseBook.Households(
                earlier: earlier.household, later: later.household)
            supported.insert(households)
            if pair.probability < options.threshold { continue }
            var fields = zip(names, pair.fieldBits).map { (name: $0, bits: $1) }
            if pair.householdBits != 0 { fields.append(("household", pair.householdBits)) }
            fields.append(("prior", pair.priorBits))
            found[households, default: []].append(
                DuplicateCase.Pair(
                    earlier: earlier.id, later: later.id, earlierNumber: "", laterNumber: "",
                    bits: pair.bits, probability: pair.probability, fieldBits: fields))
        }
        return Evidence(
            cases: found.map {
                ($0, $1.sorted { ($0.earlier, $0.later) < ($1.earlier, $1.later) })
            }.sorted { $0.0 < $1.0 }, supported: supported)
    }

    private func write(
        _ found: Evidence, _ linked: LinkResult, _ position: Int64, by actor: String,
        _ outcome: inout Outcome
    ) throws {
        let author = Authorship(
            actor: actor, reasonCode: "duplicate-scan", batch: journal.newID())
        try journal.write { session in
            // What the desk answers with from now on.
            let kept = try ModelShelf.keep(linked.model, in: session)
            outcome.model = kept.name
            var book = CaseBook(session: session, author: author, model: kept.name)
            var standing = try CaseBook.standing(in: session.transaction)
            for (households, pairs) in found.cases {
                let before =
                    standing.removeValue(forKey: households)
                    ?? standing.removeValue(forKey: households.turned)
                try book.take(pairs, of: households, before: before)
            }
            for (households, old) in standing.sorted(by: { $0.value.id < $1.value.id })
            where old.status == .open {
                if found.isSupported(households), !old.isProvisional {
                    outcome.known += 1
                } else {
                    try book.withdraw(old.id)
                }
            }
            // Whoever came before was compared with everybody.
            try Arrivals.Position(row: position).keep(in: session)
            outcome.opened = book.opened
            outcome.known += book.known
            outcome.withdrawn = book.withdrawn
        }
    }
}
