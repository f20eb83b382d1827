import ChangeLog
import Linkage
import Registry
import Storage

extension DuplicateDesk {
    /// The people of the registry as of a position of the journal.
    struct People: Sendable {
        private(set) var index: DeskIndex
        let model: LinkageModel
        private var position: Int64
        /// Who stands in each row of the index.
        private var registrations: [DeskFinding.Registration]
        /// Rows up to here are in the order of the persons' ids.
        private let sortedCount: Int
        /// Later rows, by person.
        private var later: [RecordID: [Int]] = [:]

        init(_ read: RegisteredPeople, model: LinkageModel, position: Int64) {
            index = DeskIndex(read.population)
            self.model = model
            self.position = position
            registrations = read.persons.map { .init(person: $0.id, household: $0.household) }
            sortedCount = registrations.count
        }

        /// Who stands in a row.
        func registration(_ row: Int) -> DeskFinding.Registration { registrations[row] }

        /// A household in which the person lives.
        func household(of person: RecordID) -> RecordID? {
            rows(of: person).last.map { registrations[$0].household }
        }

        /// Takes in what changed since.
        ///
        /// - Returns: false where so much changed, or the journal was put back, that everybody must
        ///   be read again.
        mutating func follow(_ view: RegistryView, mostRows: Int64) throws -> Bool {
            let end = try view.journalEnd()
            guard end >= position, end - position <= mostRows,
                index.goneCount <= max(10_000, index.count / 2),
                !model.isOutgrown(by: index.count)
            else { return false }
            if end == position { return true }
            for person in try persons(touched: view.recordsTouched(after: position), view) {
                for row in rows(of: person) { index.remove(row) }
                try RegisteredPeople.forEach(view, of: person) { registered, values in
                    let row = index.add(
                        bytes: values.bytes, household: values.household, values: values.fields)
                    registrations.append(
                        .init(person: registered.id, household: registered.household))
                    later[person, default: []].append(row)
                }
            }
            position = end
            return true
        }

        /// All rows that a person ever had here, gone ones among them.
        private func rows(of person: RecordID) -> [Int] {
            var low = 0
            var high = sortedCount
            while low < high {
                let middle = (low + high) / 2
                if registrations[middle].person < person { low = middle + 1 } else { high = middle }
            }
            var rows: [Int] = []
            while low < sortedCount, registrations[low].person == person {
                rows.append(low)
                low += 1
            }
            return rows + (later[person] ?? [])
        }

        /// Whose comparison the touched records change, in the order of their ids.
        private func persons(
            touched: Set<ListedRecord>, _ view: RegistryView
        ) throws -> [RecordID] {
            var persons: Set<RecordID> = []
            for listed in touched {
                switch view.dictionary.entity(listed.entity)?.name {
                case "person": persons.insert(listed.record)
                case "membership", "identifier":
                    let name = view.dictionary.entity(listed.entity)?.name ?? ""
                    let row = try view.transaction.first(
                        "SELECT person FROM \"\(name)\" WHERE id = $1", .reference(listed.record))
                    if let person = row?.id(0) { persons.insert(person) }
                case "household":
                    for row in try view.transaction.rows(
                        "SELECT person FROM membership WHERE household = $1",
                        .reference(listed.record))
                    {
                        if let person = row.id(0) { persons.insert(person) }
                    }
                default: break
                }
            }
            return persons.sorted()
        }
    }
}
