import Registry

/// The households of all files in their order, with a look ahead: persons that belong to one of the
/// next households wait for it, others need not.
struct HouseholdQueue {
    /// What a row of a household file gave.
    enum Entry {
        case household(HouseholdDraft, CSVRow, ImportFile)
        /// A household that is not taken, by its number.
        case passed(String, isOutside: Bool)

        var number: String {
            switch self {
            case .household(let draft, _, _): draft.number
            case .passed(let number, _): number
            }
        }
    }

    private static let lookAhead = 256

    private let files: [ImportFile]
    private let areas: AreaFilter
    private var file = 0
    private var entries: [Entry] = []
    private var first = 0
    /// How many of the entries ahead have a number.
    private var ahead: [String: Int] = [:]
    /// Rows that were passed over since they lie outside.
    private(set) var outside = 0

    init(_ files: [ImportFile], areas: AreaFilter) {
        self.files = files
        self.areas = areas
    }

    /// Whether one of the next households has this number.
    func isAhead(_ number: String) -> Bool { ahead[number] != nil }

    /// Whether every household was given out.
    var isOver: Bool { file == files.count && first == entries.count }

    /// The next household, or nil at the end.
    mutating func next() throws -> Entry? {
        try fill()
        guard first < entries.count else { return nil }
        let entry = entries[first]
        first += 1
        let count = ahead[entry.number] ?? 0
        ahead[entry.number] = count > 1 ? count - 1 : nil
        return entry
    }

    private mutating func fill() throws {
        guard entries.count - first <= Self.lookAhead / 2 else { return }
        entries.removeFirst(first)
        first = 0
        while entries.count < Self.lookAhead, file < files.count {
            guard let row = try files[file].next() else {
                file += 1
                continue
            }
            guard let entry = try entry(row, files[file]) else { continue }
            ahead[entry.number, default: 0] += 1
            entries.append(entry)
        }
    }

    private mutating func entry(_ row: CSVRow, _ file: ImportFile) throws -> Entry? {
        switch HouseholdDraft.parse(row, file.layout) {
        case .failure(let rejection):
            try file.reject(row, rejection)
            guard let column = file.layout.column(of: .householdNumber), column < row.count else {
                return nil
            }
            let bytes = FieldBytes.trimmed(row[column])
            return bytes.isEmpty
                ? nil
                : .passed(
                    ArabicDigits.toASCII(String(decoding: bytes, as: UTF8.self)), isOutside: false)
        case .success(let draft):
            let verdict = areas.verdict(draft.district, province: draft.province)
            switch verdict {
            case .taken: return .household(draft, row, file)
            case .outside:
                outside += 1
                return .passed(draft.number, isOutside: true)
            case .unknown, .foreign:
                try file.reject(row, areas.rejection(verdict, draft, row, file.layout))
                return .passed(draft.number, isOutside: false)
            }
        }
    }
}
