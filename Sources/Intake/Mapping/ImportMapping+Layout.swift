public import Registry

extension ImportMapping {
    /// Why a file's header cannot be used. Every case names the file.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// There is no row at all.
        case emptyFile(file: String)
        /// The header row itself is damaged or in another encoding.
        case header(file: String, fault: CSVRow.Fault)
        /// The columns are separated by another character than the mapping says.
        case separator(file: String, found: String)
        /// The header looks like none of the kinds of file.
        case unrecognised(file: String, columns: Int)
        /// Columns of the mapping that the header lacks.
        case missingColumns(file: String, kind: FileKind, columns: [String])
        /// A column of the mapping that the header has twice.
        case duplicateColumn(file: String, column: String)

        public var description: String {
            switch self {
            case .emptyFile(let file): "\(file) is empty; export it again with its header row"
            case .header(let file, .notUTF8):
                "\(file) is not UTF-8; say encoding windows-1256 if it is from Arabic Windows, or "
                    + "save it as UTF-8"
            case .header(let file, .zeroByte):
                "\(file) has zero bytes in its header, as UTF-16 has; save it as UTF-8"
            case .header(let file, let fault): "\(file): the header \(fault); repair its first row"
            case .separator(let file, let found):
                "\(file) separates its columns with \(found); say so in the mapping (separator), or "
                    + "save it with commas"
            case .unrecognised(let file, let columns):
                "\(file) has \(columns) columns that are neither those of households nor of persons "
                    + "nor of a register; give a mapping"
            case .missingColumns(let file, let kind, let columns):
                "\(file) looks like a \(kind.rawValue) file and lacks the column "
                    + columns.map { "‘\($0)’" }.joined(separator: ", ")
                    + "; add it to the file, or give a mapping that does without or renames it"
            case .duplicateColumn(let file, let column):
                "\(file) has the column ‘\(column)’ twice; remove or rename one of them"
            }
        }
    }

    /// Reads a header: recognises what kind of file it is, and finds the columns.
    ///
    /// - Parameters:
    ///   - header: the first row of the file, or nil when there was none.
    ///   - file: what to call the file in errors.
    ///   - today: the day of the import.
    ///   - kind: what the user says the file is; nil to find out.
    public func layout(
        header row: CSVRow?, file: String, today: CivilDate, kind: FileKind? = nil
    ) throws(Problem) -> FileLayout {
        guard let row else { throw .emptyFile(file: file) }
        if let fault = row.fault { throw .header(file: file, fault: fault) }
        let header = row.texts
        let names = header.map(Self.folded)
        guard let kind = kind ?? recognise(names) else {
            if let found = Self.otherSeparator(names, than: format.separator) {
                throw .separator(file: file, found: found)
            }
            throw .unrecognised(file: file, columns: header.count)
        }
        var found: [ImportField: Int] = [:]
        var missing: [String] = []
        for field in kind.fields {
            guard let name = columns[kind]?[field] else { continue }
            let places = names.indices.filter { names[$0] == Self.folded(name) }
            guard places.count <= 1 else { throw .duplicateColumn(file: file, column: name) }
            if let place = places.first { found[field] = place } else { missing.append(name) }
        }
        if !missing.isEmpty, let found = Self.otherSeparator(names, than: format.separator) {
            throw .separator(file: file, found: found)
        }
        guard missing.isEmpty else {
            throw .missingColumns(file: file, kind: kind, columns: missing)
        }
        return FileLayout(kind: kind, header: header, mapping: self, today: today, columns: found)
    }

    /// The kind all of whose columns are there, the one with most columns where several fit;
    /// otherwise the kind that at least half of its columns speak for.
    private func recognise(_ names: [String]) -> FileKind? {
        var best: (kind: FileKind, present: Int, share: Double)?
        for kind in FileKind.allCases {
            let wanted = (columns[kind] ?? [:]).values.map(Self.folded)
            let present = wanted.filter(names.contains).count
            let share = wanted.isEmpty ? 0 : Double(present) / Double(wanted.count)
            if share >= 0.5, (share, present) > (best?.share ?? 0, best?.present ?? 0) {
                best = (kind, present, share)
            }
        }
        return best?.kind
    }

    /// A separator that the only column's name is full of, in words.
    private static func otherSeparator(_ names: [String], than separator: UInt8) -> String? {
        guard names.count == 1 else { return nil }
        let candidates: [(Character, String)] = [
            (";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars"), (",", "commas"),
        ]
        return candidates.first { candidate, _ in
            candidate.asciiValue != separator && names[0].filter { $0 == candidate }.count >= 2
        }?.1
    }

    /// Column names are the same in capitals or not, and with spaces around them or not.
    private static func folded(_ name: String) -> String {
        String(decoding: FieldBytes.trimmed(Array(name.utf8)[...]), as: UTF8.self).lowercased()
    }
}
