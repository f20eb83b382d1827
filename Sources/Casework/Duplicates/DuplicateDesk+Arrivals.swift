import ChangeLog
import Linkage
import Registry
import Storage
import Synchronization

extension DuplicateDesk {
    /// From this probability on two registrations open a case.
    public static let threshold = 0.95
    /// What the families around two people may add to their bits at most lies above this.
    private static let leastProbability = 0.0005

    /// Compares those who came or changed since the last look with everybody, at the hub: opens
    /// cases, shows in open ones what is known now, and closes those that the data no longer support.
    ///
    /// What one person brings is scored as a scan would, less what a family newly says for its
    /// members; that, the next scan adds.
    /// - Parameters:
    ///   - most: how many persons are looked at; the rest waits for the next call.
    ///   - isBrief: whether somebody waits, so that a nation is not read and learnt anew now.
    /// - Returns: nil where nobody looks: not at the hub, before the desk knows the registry or while
    ///   it reads it anew, or while another call is at it and nobody waits.
    /// - Throws: `StoreError`, `LinkageError`.
    public func takeArrivals(
        atMost most: Int = 200, isBrief: Bool = false, by actor: String = "duplicates-arrivals"
    ) throws -> Arrivals? {
        guard journal.identity.role == .hub else { return nil }
        if isBrief, isReading.load(ordering: .relaxed) { return nil }
        guard isPrepared else { return nil }
        if isBrief {
            // Whoever pushed wants to know of his own people: he waits for another's turn.
            return try arriving.withLock { _ in try look(atMost: most, readsAnew: false, actor) }
        }
        return try arriving.withLockIfAvailable { _ in
            try look(atMost: most, readsAnew: true, actor)
        } ?? nil
    }

    private func look(atMost most: Int, readsAnew: Bool, _ actor: String) throws -> Arrivals? {
        let (known, end) = try journal.read { view in
            (try Arrivals.Position.read(view), try view.journalEnd())
        }
        let position = known ?? Arrivals.Position(row: 0)
        if position.row == end { return Arrivals() }
        guard (0...Self.mostRowsFollowed).contains(end - position.row) else {
            try journal.write { try Arrivals.Position(row: end).keep(in: $0) }
            return Arrivals(isLeftToScan: true)
        }
        guard try follow(readsAnew: readsAnew) else { return nil }
        let people = try journal.read { try ArrivalPersons($0, after: position, most: most) }
        return try write(try evidence(people), people, by: actor)
    }

    // MARK: What the desk says

    /// Pairs by households, whether they would open a case or not.
    private func evidence(
        _ people: ArrivalPersons
    ) throws -> [CaseBook.Households: [DuplicateCase.Pair]] {
        var candidates: [(ArrivalPersons.Question, DeskFinding.Registration, DeskCandidate)] = []
        for question in people.questions {
            // One at a time, so that somebody at the desk need not wait.
            let found = try ask(
                question.values, notOf: question.registration.household,
                leastProbability: Self.leastProbability)
            candidates += found.map { (question, $0, $1) }
        }
        var found: [CaseBook.Households: [Set<RecordID>: DuplicateCase.Pair]] = [:]
        try journal.read { view in
            for (question, other, candidate) in candidates
            where other.person != question.registration.person {
                let mine = question.registration
                let theirs = try view.record("household", other.household)?["registered_on"]?.text
                let isFirst =
                    (question.registeredOn, mine.household) < (theirs ?? "", other.household)
                let (earlier, later) = isFirst ? (mine, other) : (other, mine)
                let fields = zip(Self.fields, candidate.fieldBits).map { (name: $0, bits: $1) }
                found[
                    CaseBook.Households(earlier: earlier.household, later: later.household),
                    default: [:]
                ][[earlier.person, later.person]] = DuplicateCase.Pair(
                    earlier: earlier.person, later: later.person, earlierNumber: "",
                    laterNumber: "", bits: candidate.bits, probability: candidate.probability,
                    fieldBits: fields + [("prior", candidate.priorBits)])
            }
        }
        return found.mapValues { Self.oneToOne(Array($0.values)) }
    }

    /// Of two households each person has one partner at most, the likeliest: nobody is two people of
    /// one household.
    private static func oneToOne(_ pairs: [DuplicateCase.Pair]) -> [DuplicateCase.Pair] {
        var taken: Set<RecordID> = []
        let kept = pairs.sorted {
            ($1.bits, $0.earlier, $0.later) < ($0.bits, $1.earlier, $1.later)
        }.filter { pair in
            guard taken.isDisjoint(with: [pair.earlier, pair.later]) else { return false }
            taken.formUnion([pair.earlier, pair.later])
            return true
        }
        return kept.sorted { ($0.earlier, $0.later) < ($1.earlier, $1.later) }
    }

    // MARK: What is written

    private func write(
        _ found: [CaseBook.Households: [DuplicateCase.Pair]], _ people: ArrivalPersons,
        by actor: String
    ) throws -> Arrivals {
        let author = Authorship(actor: actor, reasonCode: "duplicate-arrival")
        let model = modelName + CaseBook.provisional
        return try journal.write { session in
            var book = CaseBook(session: session, author: author, model: model)
            var standing = people.standing
            for (households, pairs) in found.sorted(by: { $0.key < $1.key }) {
                let before =
                    standing.removeValue(forKey: households)
                    ?? standing.removeValue(forKey: households.turned)
                let all = Self.completed(pairs, with: before?.pairs ?? [], people.persons)
                let telling = all.filter { $0.probability >= Self.threshold }
                if !telling.isEmpty {
                    try book.take(telling, of: households, before: before)
                } else if let before, before.status == .open,
                    !all.contains(where: { $0.probability >= CaseBook.leastSupport })
                {
                    try book.withdraw(before.id)
                }
            }
            for old in standing.values.sorted(by: { $0.id < $1.id }) where old.status == .open {
                try book.withdraw(old.id)
            }
            try people.position.keep(in: session)
            return Arrivals(
                checked: people.persons.count, opened: book.opened, known: book.known,
                withdrawn: book.withdrawn, isDone: people.isDone)
        }
    }

    /// The pairs with what a scan learnt from the families around them, and those of a case that
    /// nobody asked about.
    private static func completed(
        _ pairs: [DuplicateCase.Pair], with before: [DuplicateCase.Pair], _ asked: Set<RecordID>
    ) -> [DuplicateCase.Pair] {
        var all = pairs
        for old in before {
            let people: Set = [old.earlier, old.later]
            if let index = all.firstIndex(where: { [$0.earlier, $0.later] == people }) {
                guard let family = old.fieldBits.first(where: { $0.name == "household" }) else {
                    continue
                }
                all[index].fieldBits.insert(family, at: all[index].fieldBits.count - 1)
                all[index].bits += family.bits
                all[index].probability = LinkedPair.probability(bits: all[index].bits)
            } else if asked.isDisjoint(with: people) {
                all.append(old)
            }
        }
        return all.sorted { ($0.earlier, $0.later) < ($1.earlier, $1.later) }
    }
}
