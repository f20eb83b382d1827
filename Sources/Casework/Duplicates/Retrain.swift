public import ChangeLog
public import Linkage
import Registry
import Storage

/// Teaches the model what adjudicators decided.
public struct Retrain {
    private let journal: Journal
    /// Fewer decided pairs of people teach nothing.
    public static let leastDecisions = 20

    public init(_ journal: Journal) {
        self.journal = journal
    }

    /// What a new model would change. Nothing is written before it is accepted.
    public struct Proposal: Sendable {
        /// The number of the present model.
        public var present: Int
        /// Pairs of people that humans decided.
        public var same: Int
        public var different: Int
        /// The two on decisions that were not learnt from; nil where none can be held out.
        public var heldOut: Retraining.HeldOut?
        /// What all bits move by, beside what the fields learnt.
        public var shiftBits: Double
        /// Pairs of households that nobody decided, and that each model would hold for a human.
        public var openBefore: Int
        public var openAfter: Int
        /// Those of them that only one of the two models holds.
        public var openNew: Int
        public var openGone: Int
        public var threshold: Double
        public var model: LinkageModel
    }

    /// Learns from all decisions and compares the two models.
    ///
    /// - Throws: `DuplicateRefusal.onlyHeadquarters`, `RetrainRefusal`, `LinkageError`, `StoreError`.
    public func propose(
        threshold: Double = DuplicateDesk.threshold,
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws -> Proposal {
        guard journal.identity.role == .hub else { throw DuplicateRefusal.onlyHeadquarters }
        let (read, decided, kept) = try journal.read { view in
            // Those who were merged are what has been learnt from.
            (
                try RegisteredPeople(view, mergedToo: true),
                try CaseBook.standing(in: view.transaction),
                try ModelShelf(view).present()
            )
        }
        let labels = labels(decided, read)
        guard labels.count >= Self.leastDecisions else {
            throw RetrainRefusal.tooFewDecisions(labels.count, least: Self.leastDecisions)
        }
        var options = LinkOptions(threshold: threshold)
        options.reviewThreshold = min(threshold, CaseBook.leastSupport)
        let present =
            try kept
            ?? journal.write { session in
                try ModelShelf.keep(Linker.link(read.population).model, in: session)
            }
        let learnt = try Retraining(
            read.population, labels: labels, present: present.model, options: options,
            progress: progress)
        let before = open(learnt.present, read, decided, threshold)
        let after = open(learnt.new, read, decided, threshold)
        return Proposal(
            present: present.number, same: learnt.same, different: learnt.different,
            heldOut: learnt.heldOut, shiftBits: learnt.shiftBits,
            openBefore: before.count, openAfter: after.count,
            openNew: after.subtracting(before).count, openGone: before.subtracting(after).count,
            threshold: threshold, model: learnt.model)
    }

    /// Takes a proposed model: scans and the desk score with it from now on.
    public func accept(_ proposal: Proposal, by actor: String) throws -> KeptModel {
        try journal.write { session in
            try ModelShelf.keep(
                proposal.model, acceptedBy: actor, same: proposal.same,
                different: proposal.different, in: session)
        }
    }

    /// What humans said about pairs of people who are still here.
    private func labels(
        _ decided: [CaseBook.Households: CaseBook.Standing], _ read: RegisteredPeople
    ) -> [PairLabel] {
        var rows: [RecordID: [Int]] = [:]
        for (row, person) in read.persons.enumerated() { rows[person.id, default: []].append(row) }
        var labels: [PairLabel] = []
        for (households, standing) in decided.sorted(by: { $0.key < $1.key })
        where standing.status == .same || standing.status == .different {
            let sides = [households.earlier, households.later]
            for pair in standing.pairs {
                // Of somebody with two open memberships the row of this household.
                func row(_ person: RecordID) -> Int? {
                    rows[person]?.first { sides.contains(read.persons[$0].household) }
                        ?? rows[person]?.first
                }
                guard let a = row(pair.earlier), let b = row(pair.later), a != b else { continue }
                labels.append(PairLabel(RowPair(a, b), isSame: standing.status == .same))
            }
        }
        return labels
    }

    /// Households that a model holds for a human and about which none has decided.
    private func open(
        _ result: LinkResult, _ read: RegisteredPeople,
        _ decided: [CaseBook.Households: CaseBook.Standing], _ threshold: Double
    ) -> Set<CaseBook.Households> {
        var open: Set<CaseBook.Households> = []
        for pair in result.pairs where pair.probability >= threshold {
            let (a, b) = (read.persons[pair.a], read.persons[pair.b])
            guard a.household != b.household, a.id != b.id, !a.isMerged, !b.isMerged else {
                continue
            }
            let (earlier, later) = a.isRegistered(before: b) ? (a, b) : (b, a)
            let households = CaseBook.Households(
                earlier: earlier.household, later: later.household)
            let status = (decided[households] ?? decided[households.turned])?.status
            if status != .same, status != .different { open.insert(households) }
        }
        return open
    }
}
