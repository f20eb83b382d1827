public import Registry

/// A death as a row of the register of deaths says it, every value checked.
public struct DeathDraft: Hashable, Sendable {
    /// The line of the row, counted from 1.
    public let line: Int
    /// The number of the national card.
    public let nationalID: IraqNationalID?
    /// Names as written.
    public let givenName: String?
    public let fatherName: String?
    public let familyName: String?
    /// The date of birth as far as known.
    public let birthDate: PartialDate?
    /// The day of death as far as known.
    public let diedOn: PartialDate
    /// What is odd and was taken as written.
    public let doubts: [RowProblem]
    /// The row in canonical bytes: two rows with the same bytes say the same.
    public let digestInput: [UInt8]

    /// The draft of a row, or all that is wrong with it. A death needs its date, and a number or a
    /// name by which the person can be found.
    public static func parse(
        _ row: CSVRow, _ layout: FileLayout
    ) -> Result<DeathDraft, RowRejection> {
        precondition(layout.kind == .deaths, "a death is read from a register of deaths")
        var parser = RowParser(row, layout)
        let nationalID = parser.nationalID(.nationalID)
        let given = parser.text(.givenName)
        let father = parser.text(.fatherName)
        let family = parser.text(.familyName)
        if parser.bytes(.nationalID) == nil, given == nil {
            parser.reject(
                .nationalID, .nationalID, "is empty, and so is the name",
                "say who died, by number or by name")
        }
        let birthDate = parser.date(.birthDate)
        let diedOn = parser.date(.diedOn)
        if parser.bytes(.diedOn) == nil {
            parser.reject(.diedOn, .date, "is empty", "add the day of death, or only its year")
        }
        if let birthDate, let diedOn, diedOn.order(to: birthDate) == .before {
            parser.reject(.diedOn, .date, "lies before the birth", "correct one of the two dates")
        }
        guard let diedOn, parser.problems.isEmpty else {
            return .failure(parser.rejection)
        }
        return .success(
            DeathDraft(
                line: row.line, nationalID: nationalID, givenName: given, fatherName: father,
                familyName: family, birthDate: birthDate, diedOn: diedOn, doubts: parser.doubts,
                digestInput: layout.digestInput(row)))
    }
}
