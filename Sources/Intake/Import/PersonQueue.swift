/// The persons of all files in their order, those of one household that stand together as a group.
struct PersonQueue {
    /// Persons of one household.
    struct Group {
        var household: String
        var members: [Member] = []
    }

    /// A person with the row, in case that it is refused after all.
    struct Member {
        var draft: PersonDraft
        var row: CSVRow
        /// The index of the file among those of the queue.
        var file: Int
    }

    /// Keeps a changeset below the largest size that the protocol allows.
    static let largestGroup = 32

    let files: [ImportFile]
    private var file = 0
    private var pending: Member?
    private var group: Group?

    init(_ files: [ImportFile]) {
        self.files = files
    }

    /// The next group, without taking it; nil at the end.
    mutating func peek() throws -> Group? {
        if let group { return group }
        guard let first = try nextMember() else { return nil }
        var next = Group(household: first.draft.householdNumber, members: [first])
        while next.members.count < Self.largestGroup, let member = try nextMember() {
            guard member.draft.householdNumber == next.household else {
                pending = member
                break
            }
            next.members.append(member)
        }
        group = next
        return next
    }

    /// The number of the household that the next group belongs to; nil at the end.
    mutating func nextHousehold() throws -> String? {
        try peek()?.household
    }

    /// Takes the next group.
    mutating func take() throws -> Group? {
        let next = try peek()
        group = nil
        return next
    }

    private mutating func nextMember() throws -> Member? {
        if let member = pending {
            pending = nil
            return member
        }
        while file < files.count {
            guard let row = try files[file].next() else {
                file += 1
                continue
            }
            switch PersonDraft.parse(row, files[file].layout) {
            case .success(let draft): return Member(draft: draft, row: row, file: file)
            case .failure(let rejection): try files[file].reject(row, rejection)
            }
        }
        return nil
    }
}
