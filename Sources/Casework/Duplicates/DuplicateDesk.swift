public import ChangeLog
import Linkage
public import Registry
import Storage
import Synchronization

/// Answers at the desk, while the family still sits there, who of the registry a person may be.
///
/// The people of the registry are kept in memory and follow the journal: each question first takes
/// in what changed since the last one. At the hub they are the nation, at a province its own.
public final class DuplicateDesk: Sendable {
    let journal: Journal
    private let state = Mutex<People?>(nil)
    /// Held by whoever looks at those who came.
    let arriving = Mutex(())
    /// Whether a registry is read and learnt from, which may take longer than a node below waits
    /// for an answer.
    let isReading = Atomic(false)
    /// More rows of the journal than this are not followed; everybody is read again.
    static let mostRowsFollowed: Int64 = 50_000
    /// So many people are read and learnt from in less than a second.
    private static let mostReadInPassing = 30_000

    /// A desk without anybody; the first question reads the registry.
    public init(_ journal: Journal) {
        self.journal = journal
    }

    /// The compared fields by name, which `Question.draft` may give.
    public static var fields: [String] { RegisteredPeople.fields.map(\.name) }

    /// Who is asked about.
    public enum Question: Sendable {
        /// Somebody who is not registered, by the names of fields.
        case draft([String: String])
        /// Somebody who is; he himself and his household are left out.
        case registered(RecordID)
    }

    /// What the desk says.
    public struct Answer: Sendable {
        public var findings: [DeskFinding]
        /// With how many the person was compared.
        public var compared: Int
        /// Whether more shared something with him than were compared.
        public var isCut: Bool
        /// How many people the desk knows.
        public var people: Int
        public var model: String
    }

    /// How many people the desk knows; it reads the registry and learns a model where it must.
    ///
    /// - Throws: `StoreError`, `LinkageError`.
    @discardableResult
    public func prepare(_ progress: (@Sendable (String, Double) -> Void)? = nil) throws -> Int {
        try state.withLock { try people(&$0, progress).index.count }
    }

    /// Whether the registry has been read.
    var isPrepared: Bool { state.withLock { $0 != nil } }

    /// Takes in what changed since the last question.
    ///
    /// - Parameter readsAnew: whether a large registry is read again where that is needed.
    /// - Returns: false where it would have to be.
    func follow(readsAnew: Bool) throws -> Bool {
        try state.withLock { state in
            if !readsAnew, var known = state, known.index.count > Self.mostReadInPassing {
                state = nil  // so that what follows is changed in place
                defer { state = known }
                return try journal.read { try known.follow($0, mostRows: Self.mostRowsFollowed) }
            }
            _ = try people(&state, nil)
            return true
        }
    }

    /// Whether a question is answered at once: the registry was read, and what changed since is
    /// followed in a moment; a small one can also be read in passing.
    func answersAtOnce() throws -> Bool {
        try state.withLock { state in
            if var known = state {
                state = nil  // so that what follows is changed in place
                defer { state = known }
                if try journal.read({ try known.follow($0, mostRows: Self.mostRowsFollowed) }) {
                    return true
                }
            }
            return try journal.read { try $0.count("person") } <= Self.mostReadInPassing
        }
    }

    /// The name of the model that answers are scored with; empty before the registry was read.
    var modelName: String { state.withLock { $0?.kept.name ?? "" } }

    /// Who of those that the desk knows the values may be about. The caller has prepared the desk.
    func ask(
        _ values: [String], notOf household: RecordID, leastProbability: Double
    ) throws -> [(DeskFinding.Registration, DeskCandidate)] {
        try state.withLock { people in
            guard let people else { return [] }
            let answer = try people.index.check(
                values, notOf: household.description, model: people.model,
                leastProbability: leastProbability, limit: 50)
            return answer.candidates.map { (people.registration($0.row), $0) }
        }
    }

    /// The person whom a number of this registry, or a record id, names.
    ///
    /// - Throws: `DeskRefusal.unknownPerson`, `StoreError`.
    public func find(_ text: String) throws -> RecordID {
        if let id = RecordID(text) { return id }
        return try journal.read { view in
            // The number of a household begins those of its members, and is indexed.
            let prefix = text.split(separator: "-", omittingEmptySubsequences: false).dropLast()
            let near = try view.transaction.first(
                """
                SELECT p.id FROM household h JOIN membership m ON m.household = h.id
                JOIN person p ON p.id = m.person
                WHERE h.number = $1 AND p.number = $2 ORDER BY p.id LIMIT 1
                """, .text(prefix.joined(separator: "-")), .text(text))
            let row =
                try near
                ?? view.transaction.first(
                    "SELECT id FROM person WHERE number = $1 ORDER BY id LIMIT 1", .text(text))
            guard let id = row?.id(0) else { throw DeskRefusal.unknownPerson(text) }
            return id
        }
    }

    /// Who of the registry the person may be, the likeliest first. What it shows is kept in the
    /// access log.
    ///
    /// - Parameters:
    ///   - areas: where the asker serves; empty for everywhere. Others' records are masked.
    ///   - leastProbability: less likely ones are left out.
    /// - Throws: `DeskRefusal`, `StoreError`, `LinkageError`.
    public func check(
        _ question: Question, for areas: [String], by actor: String,
        leastProbability: Double = 0.2, limit: Int = 10,
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws -> Answer {
        let (values, person) = try values(of: question)
        let (answer, registrations, count, model) = try state.withLock { state in
            let people = try people(&state, progress)
            let household = person.flatMap { people.household(of: $0)?.description }
            let answer = try people.index.check(
                values, notOf: household, model: people.model,
                leastProbability: leastProbability, limit: limit)
            let registrations = answer.candidates.map { people.registration($0.row) }
            return (answer, registrations, people.index.count, people.kept.name)
        }
        let findings = try journal.read { view in
            let shown = try DeskView(view, areas: areas)
            return try zip(answer.candidates, registrations).map { candidate, registration in
                try shown.finding(candidate, registration)
            }
        }
        try remember(findings, by: actor)
        return Answer(
            findings: findings, compared: answer.compared, isCut: answer.isCut, people: count,
            model: model)
    }

    // MARK: Who is known

    private func people(
        _ state: inout People?, _ progress: (@Sendable (String, Double) -> Void)?
    ) throws -> People {
        if var known = state {
            state = nil  // so that what follows is changed in place
            if try journal.read({ try known.follow($0, mostRows: Self.mostRowsFollowed) }) {
                try known.take(journal.read { try ModelShelf($0).stored() })
                state = known
                return known
            }
        }
        isReading.store(true, ordering: .relaxed)
        defer { isReading.store(false, ordering: .relaxed) }
        progress?("read the registry", 0)
        let (read, position) = try journal.read { view in
            (try RegisteredPeople(view), try view.journalEnd())
        }
        let model =
            try journal.read { try ModelShelf($0).present(for: read.population.count) }
            ?? learnt(from: read.population, progress)
        let people = People(read, model: model, position: position)
        state = people
        return people
    }

    private func learnt(
        from population: Population, _ progress: (@Sendable (String, Double) -> Void)?
    ) throws -> KeptModel {
        let model = try Linker.link(population, progress: progress).model
        return try journal.write { try ModelShelf.keep(model, in: $0) }
    }

    // MARK: One question

    private func values(of question: Question) throws -> ([String], RecordID?) {
        switch question {
        case .draft(let given):
            for name in given.keys.sorted() where !Self.fields.contains(name) {
                throw DeskRefusal.unknownField(name)
            }
            let values = Self.fields.map { given[$0] ?? "" }
            guard values.contains(where: { !$0.isEmpty }) else { throw DeskRefusal.nothingKnown }
            return (values, nil)
        case .registered(let id):
            var found: [String]?
            try journal.read { view in
                try RegisteredPeople.forEach(view, of: id) { found = $1.texts }
            }
            guard let found else { throw DeskRefusal.notRegistered(id) }
            return (found, id)
        }
    }

    private func remember(_ findings: [DeskFinding], by actor: String) throws {
        guard !findings.isEmpty else { return }
        let now = Int64(journal.clock.milliseconds)
        try journal.store.write { transaction in
            for finding in findings {
                try transaction.execute(
                    """
                    INSERT INTO access_log (at, actor, purpose, record)
                    VALUES ($1, $2, $3, $4)
                    """, .integer(now), .text(actor), .text("duplicate-check"),
                    .reference(finding.registration.person))
            }
        }
    }
}

/// Why the desk cannot answer.
public enum DeskRefusal: Error, Equatable, CustomStringConvertible {
    case unknownField(String)
    case nothingKnown
    case notRegistered(RecordID)
    case unknownPerson(String)

    public var description: String {
        switch self {
        case .unknownField(let name):
            "“\(name)” is not compared. Give some of "
                + DuplicateDesk.fields.joined(separator: ", ") + "."
        case .nothingKnown: "Nothing is said about the person. Give at least a name or a number."
        case .notRegistered(let id):
            "\(id) is nobody who lives in a household here: check the id, or whether the person "
                + "was merged into another."
        case .unknownPerson(let number):
            "Nobody here has the number “\(number)”. Check it, or describe the person: "
                + "“given_name=…, father_name=…, birth_date=…”."
        }
    }
}

extension LinkageModel {
    /// Whether a registry has so many more people than the model was learnt from that its figures
    /// no longer hold.
    func isOutgrown(by people: Int) -> Bool { people > 2 * recordCount }
}
