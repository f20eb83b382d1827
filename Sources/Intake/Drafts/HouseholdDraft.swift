public import Registry

/// A household as a row of a file says it, every value checked. Nothing is stored yet.
public struct HouseholdDraft: Hashable, Sendable {
    /// The line of the row, counted from 1.
    public let line: Int
    /// The number under which the source knows the household; persons name it.
    public let number: String
    /// The area of the upper tier, such as `IQ-BG`.
    public let province: String?
    /// The area in which the household lives, such as `01-6`.
    public let district: String
    /// The address as written.
    public let address: String?
    /// Code of `household_category`.
    public let category: String?
    /// Code of `dwelling`.
    public let dwelling: String?
    /// How many rooms the dwelling has.
    public let rooms: Int?
    /// The declared income of a month, in the currency of the mapping.
    public let monthlyIncome: Money?
    /// Where money goes.
    public let account: IBAN?
    /// When the family was registered.
    public let registeredOn: PartialDate?
    /// What is odd and was taken as written.
    public let doubts: [RowProblem]
    /// The row in canonical bytes: two rows with the same bytes say the same.
    public let digestInput: [UInt8]

    /// The draft of a row, or all that is wrong with it.
    public static func parse(
        _ row: CSVRow, _ layout: FileLayout
    ) -> Result<HouseholdDraft, RowRejection> {
        precondition(layout.kind == .household, "a household is read from a file of households")
        var parser = RowParser(row, layout)
        let number = parser.number(.householdNumber)
        let province = parser.area(.province)
        let district = parser.area(.district)
        if parser.bytes(.district) == nil {
            parser.reject(
                .district, .area, "is empty", "a household lives in an area; add its code")
        }
        let address = parser.text(.address)
        let category = parser.code(.category)
        let dwelling = parser.code(.dwelling)
        let rooms = parser.count(.rooms, upTo: 99)
        let income = parser.money(.monthlyIncome)
        let account = parser.iban(.accountIBAN)
        let registeredOn = parser.date(.registeredOn)
        return parser.result(
            HouseholdDraft(
                line: row.line, number: number, province: province, district: district ?? "",
                address: address, category: category, dwelling: dwelling, rooms: rooms,
                monthlyIncome: income, account: account, registeredOn: registeredOn,
                doubts: parser.doubts, digestInput: layout.digestInput(row)))
    }
}
