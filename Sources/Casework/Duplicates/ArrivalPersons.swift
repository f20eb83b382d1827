import ChangeLog
import Registry
import Storage

/// Who came or changed behind a position of the journal, and whom their open cases are about.
struct ArrivalPersons {
    /// As the desk is asked about them, one for each household that somebody lives in.
    var questions: [Question] = []
    /// All who were looked at, those among them who are registered no more.
    var persons: Set<RecordID> = []
    var standing: [CaseBook.Households: CaseBook.Standing] = [:]
    var position: Arrivals.Position
    let isDone: Bool

    /// Most rows are about somebody; of those that are about nobody one look passes over so many for
    /// each person whom it takes.
    private static let mostRowsForOne = 20

    struct Question {
        let registration: DeskFinding.Registration
        let registeredOn: String
        let values: [String]
    }

    /// - Parameter most: how many of those who came are taken at most.
    init(_ view: RegistryView, after start: Arrivals.Position, most: Int) throws {
        var position = start
        var touched: [RecordID] = []
        var isDone = false
        var rows = 0
        while touched.count < most, rows < most * Self.mostRowsForOne {
            rows += 1
            let (records, end) = try view.touched(after: position.row, rows: 1)
            if end == position.row {
                isDone = true
                break
            }
            let all = try TouchedPersons.of(records, in: view.transaction, view.dictionary)
            let rest = all.dropFirst(position.persons)
            let room = most - touched.count
            touched += rest.prefix(room)
            if rest.count > room {
                position.persons += room
            } else {
                position = Arrivals.Position(row: end)
            }
        }
        self.position = position
        self.isDone = isDone
        guard !touched.isEmpty else { return }
        persons = Set(touched)
        var homes: Set<RecordID> = []
        for person in persons {
            for row in try view.transaction.rows(
                "SELECT household FROM membership WHERE person = $1", .reference(person))
            {
                if let household = row.id(0) { homes.insert(household) }
            }
        }
        standing = try CaseBook.standing(homes, in: view.transaction)
        // A case stands or falls with all who are in it.
        for known in standing.values where known.status == .open {
            persons.formUnion(known.pairs.flatMap { [$0.earlier, $0.later] })
        }
        for person in persons.sorted() {
            try RegisteredPeople.forEach(view, of: person) { registered, values in
                questions.append(
                    Question(
                        registration: .init(person: registered.id, household: registered.household),
                        registeredOn: registered.registeredOn, values: values.texts))
            }
        }
    }
}
