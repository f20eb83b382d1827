/// A population as the columns that `SplinkSettings` compares: names normalised, with their
/// skeletons and whether they are common; dates in ISO form, with whether the day is a placeholder.
public struct SplinkTable: Sendable {
    private let frame: Frame
    private let shapes: NameShapes
    private let ids: [String]

    /// - Parameter genericLimit: as in `LinkOptions`; generic numbers are left out here too.
    public init(_ population: Population, genericLimit: Int = LinkOptions().genericLimit) {
        var frame = Frame(population)
        _ = frame.blankGenericValues(limit: genericLimit)
        frame.markPlaceholderDates()
        self.frame = frame
        shapes = NameShapes(frame: frame)
        ids = population.ids
    }

    /// How many rows there are, in an order of their own.
    public var count: Int { frame.count }

    /// The names of the columns; `source_dataset` is the number of the source, counted from 0, and
    /// `household` a number that only members of one household share.
    public var header: [String] {
        ["unique_id", "source_dataset", "household"]
            + frame.fields.flatMap { field in
                let column = Self.columnName(field.name)
                switch field.type {
                case .motherName:
                    return [column, "\(column)_rest", "\(column)_skeleton", "\(column)_common"]
                case .birthDate: return [column, "\(column)_placeholder"]
                default:
                    return field.type.isName
                        ? [column, "\(column)_skeleton", "\(column)_common"] : [column]
                }
            }
    }

    /// The cells of a row; empty stands for missing.
    public func row(_ row: Int) -> [String] {
        var cells = [
            ids[Int(frame.originalRow[row])], "\(frame.source[row])", "\(frame.household[row])",
        ]
        for (field, specification) in frame.fields.enumerated() {
            let cell = frame.cell(row, field)
            switch specification.type {
            case .birthDate:
                let date = cell & (Comparator.placeholderMark - 1)
                cells += [
                    cell == 0 ? "" : Self.text(date),
                    cell == 0 ? "" : cell & Comparator.placeholderMark == 0 ? "0" : "1",
                ]
            case .year: cells.append(cell == 0 ? "" : "\(cell)")
            case let type where type.isName:
                cells.append(text(frame.names, cell))
                if type == .motherName {
                    cells.append(
                        text(frame.names, frame.cells[row * frame.stride + frame.slots[field] + 1]))
                }
                let skeleton = ConsonantSkeleton.make(
                    Array(frame.names.units[frame.names.range(cell)]))
                cells.append(String(decoding: skeleton, as: UTF16.self))
                cells.append(cell == 0 ? "" : shapes.isEstablished(cell) ? "1" : "0")
            default: cells.append(text(frame.codes, cell))
            }
        }
        return cells
    }

    private func text(_ texts: TokenTexts, _ token: UInt32) -> String {
        String(decoding: texts.units[texts.range(token)], as: UTF16.self)
    }

    private static func text(_ packed: UInt32) -> String {
        func two(_ number: UInt32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let year = "\(packed >> 9)"
        let padded = String(repeating: "0", count: max(0, 4 - year.count)) + year
        return padded + "-" + two(packed >> 5 & 15) + "-" + two(packed & 31)
    }

    /// A field's name as a column of SQL: letters, digits and underscores.
    static func columnName(_ name: String) -> String {
        let plain = name.map { $0.isLetter || $0.isNumber ? $0 : "_" }
        return plain.first?.isNumber == true ? "_" + String(plain) : String(plain)
    }
}
