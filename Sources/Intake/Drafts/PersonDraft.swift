public import Registry

/// A person as a row of a file says it, every value checked. Nothing is stored yet.
public struct PersonDraft: Hashable, Sendable {
    /// The line of the row, counted from 1.
    public let line: Int
    /// The number under which the source knows the person.
    public let number: String
    /// The number of the household in which the person lives.
    public let householdNumber: String
    /// Code of `relationship`, to the head of the household.
    public let relationship: String
    /// Names as written.
    public let givenName: String
    public let fatherName: String?
    public let grandfatherName: String?
    public let familyName: String?
    public let motherName: String?
    /// Code of `sex`: `F`, `M`.
    public let sex: String?
    /// The date of birth as far as known. May lie in the future by a slip; then it is in `doubts`.
    public let birthDate: PartialDate?
    /// The number of the national card.
    public let nationalID: IraqNationalID?
    /// E.164 for mobile numbers of Iraq, otherwise as written.
    public let phone: String?
    /// Code of `marital_status`.
    public let maritalStatus: String?
    /// Code of `yes_no`.
    public let disability: String?
    /// Code of `employment`.
    public let employment: String?
    /// What is odd and was taken as written.
    public let doubts: [RowProblem]
    /// The row in canonical bytes: two rows with the same bytes say the same.
    public let digestInput: [UInt8]

    /// The draft of a row, or all that is wrong with it.
    public static func parse(
        _ row: CSVRow, _ layout: FileLayout
    ) -> Result<PersonDraft, RowRejection> {
        precondition(layout.kind == .person, "a person is read from a file of persons")
        var parser = RowParser(row, layout)
        let number = parser.number(.personNumber)
        let household = parser.number(.householdNumber)
        let relationship = parser.code(.relationship)
        if parser.bytes(.relationship) == nil {
            parser.reject(.relationship, .code, "is empty", "say head, spouse, child …")
        }
        let given = parser.text(.givenName)
        if given == nil {
            parser.reject(.givenName, .text, "is empty", "every person has a name; add it")
        }
        let father = parser.text(.fatherName)
        let grandfather = parser.text(.grandfatherName)
        let family = parser.text(.familyName)
        let mother = parser.text(.motherName)
        let sex = parser.code(.sex)
        let birthDate = parser.date(.birthDate)
        let nationalID = parser.nationalID(.nationalID)
        let phone = parser.phone(.phone)
        let maritalStatus = parser.code(.maritalStatus)
        let disability = parser.code(.disability)
        let employment = parser.code(.employment)
        return parser.result(
            PersonDraft(
                line: row.line, number: number, householdNumber: household,
                relationship: relationship ?? "", givenName: given ?? "", fatherName: father,
                grandfatherName: grandfather, familyName: family, motherName: mother, sex: sex,
                birthDate: birthDate, nationalID: nationalID, phone: phone,
                maritalStatus: maritalStatus, disability: disability, employment: employment,
                doubts: parser.doubts, digestInput: layout.digestInput(row)))
    }
}
