import ChangeLog
import Linkage
import Registry
import Storage

extension DuplicateDesk {
    /// The people of the registry as of a position of the journal.
    struct People: Sendable {
        private(set) var index: DeskIndex
        private(set) var kept: KeptModel
        /// The model as it was stored when it was taken.
        private var stored: [UInt8] = []
        var model: LinkageModel { kept.model }
        private var position: Int64
        /// Who stands in each row of the index.
        private var registrations: [DeskFinding.Registration]
        /// Rows up to here are in the order of the persons' ids.
        private let sortedCount: Int
        /// Later rows, by person.
        private var later: [RecordID: [Int]] = [:]

        init(_ read: RegisteredPeople, model: KeptModel, position: Int64) {
            index = DeskIndex(read.population)
            kept = model
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

        /// Takes another model where somebody stored one: a scan, or somebody who accepted it.
        mutating func take(_ bytes: [UInt8]) {
            guard bytes != stored else { return }
            stored = bytes
            if let model = ModelShelf.usable(bytes) { kept = model }
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
            let touched = try view.touched(after: position, rows: Int(mostRows)).records
            for person in try TouchedPersons.of(touched, in: view.transaction, view.dictionary) {
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
    }
}
