import ChangeLog
import Registry

/// One import under way: goes through households and persons in step.
final class ImportRun {
    let journal: Journal
    let options: Importer.Options
    let areas: AreaFilter
    let shapes: RecordShapes
    let author: Authorship
    /// What the clock said before the first row: a source record that is younger is of this import.
    let start: Stamp
    var counts = ImportOutcome()
    private let staging: ImportStaging
    private let files: [ImportFile]
    private var households: HouseholdQueue
    private var persons: PersonQueue
    private var readDeaths = 0

    init(
        journal: Journal, options: Importer.Options, areas: AreaFilter, staging: ImportStaging,
        files: [ImportFile]
    ) {
        self.journal = journal
        self.options = options
        self.areas = areas
        self.staging = staging
        self.files = files
        shapes = RecordShapes(journal.dictionary)
        start = journal.clock.tick()
        author = Authorship(
            actor: options.actor, reasonCode: ImportCode.reason, batch: journal.newID())
        households = HouseholdQueue(
            files.filter { $0.layout.kind == .household }, areas: areas)
        persons = PersonQueue(files.filter { $0.layout.kind == .person })
    }

    /// What was done so far.
    var outcome: ImportOutcome {
        var outcome = counts
        outcome.files = files.count
        outcome.outside += households.outside
        outcome.rejected = files.reduce(0) { $0 + $1.rejectedCount }
        outcome.rejectedFiles = files.filter { $0.rejectedCount > 0 }.map(\.rejectedPath)
        return outcome
    }

    /// Imports households and their persons, then the persons that had to wait.
    func importHouseholds(_ progress: (Importer.Progress) throws -> Void) throws {
        try repeatedly(progress) { batch in
            for _ in 0..<self.options.householdsPerTransaction {
                guard let entry = try self.households.next() else { return false }
                try self.importEntry(entry, batch)
            }
            return true
        }
        try repeatedly(progress) { batch in
            for _ in 0..<self.options.householdsPerTransaction {
                guard let group = try self.persons.take() else { return false }
                try self.importStray(group, batch)
            }
            return true
        }
        try repeatedly(progress) { try self.importPutAside($0) }
    }

    /// Writes what the registers of deaths say about persons who are registered.
    func importDeaths(_ progress: (Importer.Progress) throws -> Void) throws {
        for file in files where file.layout.kind == .deaths {
            try repeatedly(progress) { batch in
                for _ in 0..<self.options.householdsPerTransaction {
                    guard let row = try file.next() else { return false }
                    switch DeathDraft.parse(row, file.layout) {
                    case .success(let draft): try batch.importDeath(draft)
                    case .failure(let rejection): try file.reject(row, rejection)
                    }
                }
                return true
            }
        }
    }

    /// Runs `body` in transaction after transaction until it has no more to do.
    private func repeatedly(
        _ progress: (Importer.Progress) throws -> Void, _ body: (ImportBatch) throws -> Bool
    ) throws {
        var isMore = true
        while isMore {
            try Task.checkCancellation()
            isMore = try staging.write { staging in
                try journal.write { session in
                    try body(try ImportBatch(self, session, staging))
                }
            }
            let total = files.map(\.totalBytes)
            try progress(
                Importer.Progress(
                    doneBytes: files.reduce(0) { $0 + $1.doneBytes },
                    totalBytes: total.contains(nil) ? nil : total.reduce(0) { $0 + ($1 ?? 0) },
                    rows: files.reduce(0) { $0 + $1.rows }))
        }
    }

    /// Imports a household with its persons, if they come next; those that come next and belong to
    /// no household ahead first, so that nobody stands in the way.
    private func importEntry(_ entry: HouseholdQueue.Entry, _ batch: ImportBatch) throws {
        while let next = try persons.nextHousehold(), next != entry.number,
            !households.isAhead(next), let group = try persons.take()
        {
            try importStray(group, batch)
        }
        let group = try persons.nextHousehold() == entry.number ? try persons.take() : nil
        switch entry {
        case .household(let draft, let row, let file):
            if try !batch.importHousehold(draft, group?.members ?? []) {
                try file.reject(
                    row,
                    RowRejection(
                        row, file.layout, .householdNumber, .number,
                        "occurs twice with different values; the first was taken",
                        "decide which of the two is right"))
                if let group { try importStray(group, batch) }
            }
        case .passed(let number, let isOutside):
            try batch.staging.pass(number, isOutside: isOutside)
            if let group { try importStray(group, batch) }
        }
    }

    /// Imports persons who do not stand where their household does.
    private func importStray(_ group: PersonQueue.Group, _ batch: ImportBatch) throws {
        let passed = try batch.staging.passed(group.household)
        if passed == true {
            counts.outside += group.members.count
        } else if let place = try batch.findHousehold(group.household) {
            try batch.importPersons(group.members, place)
        } else if passed == nil, !households.isOver {
            for member in group.members {
                try batch.staging.putAside(
                    member.row, household: group.household, file: member.file)
            }
        } else {
            for member in group.members {
                try reject(
                    member, .householdNumber, "names a household that is not in the registry",
                    "import the household first, or correct the number")
            }
        }
    }

    /// Imports some of the rows that were put aside; false when there are no more.
    private func importPutAside(_ batch: ImportBatch) throws -> Bool {
        let rows = try batch.staging.takeAside(atMost: options.householdsPerTransaction)
        var group: PersonQueue.Group?
        for (row, household, file) in rows {
            guard case .success(let draft) = PersonDraft.parse(row, persons.files[file].layout)
            else { continue }
            let member = PersonQueue.Member(draft: draft, row: row, file: file)
            if group?.household == household,
                group?.members.count ?? 0 < PersonQueue.largestGroup
            {
                group?.members.append(member)
                continue
            }
            if let group { try importStray(group, batch) }
            group = PersonQueue.Group(household: household, members: [member])
        }
        if let group { try importStray(group, batch) }
        return !rows.isEmpty
    }

    /// Puts a person's row into the file of refused rows.
    func reject(
        _ member: PersonQueue.Member, _ field: ImportField, _ reason: String, _ remedy: String
    ) throws {
        let file = persons.files[member.file]
        try file.reject(
            member.row,
            RowRejection(member.row, file.layout, field, .number, reason, remedy))
    }
}

/// The codes that an import writes.
enum ImportCode {
    /// The reason code of its changesets, by which a clerk's edit is told from an import's.
    static let reason = "import"
    static let nationalID = "national-id"
}
