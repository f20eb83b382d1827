/// What kind of rows a file has.
public enum FileKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// One row a household.
    case household
    /// One row a person, naming the household.
    case person
    /// One row a deceased person, from the register of deaths.
    case deaths

    /// The fields that a row of this kind may have, in the order of `digestInput`.
    public var fields: [ImportField] {
        switch self {
        case .household:
            [
                .householdNumber, .province, .district, .address, .category, .dwelling, .rooms,
                .monthlyIncome, .accountIBAN, .registeredOn,
            ]
        case .person:
            [
                .personNumber, .householdNumber, .relationship, .givenName, .fatherName,
                .grandfatherName, .familyName, .motherName, .sex, .birthDate, .nationalID, .phone,
                .maritalStatus, .disability, .employment,
            ]
        case .deaths: [.nationalID, .givenName, .fatherName, .familyName, .birthDate, .diedOn]
        }
    }

    /// The fields without which no row makes sense, so that a mapping must give them a column.
    public var requiredFields: [ImportField] {
        switch self {
        case .household: [.householdNumber, .district]
        case .person: [.personNumber, .householdNumber, .relationship, .givenName]
        case .deaths: [.diedOn]
        }
    }
}

/// A field of a household, a person or a death that a column can fill. The raw value is the number
/// of the field in `digestInput`; it never changes.
public enum ImportField: Int, CaseIterable, Hashable, Sendable {
    case householdNumber = 1
    case province
    case district
    case address
    case category
    case dwelling
    case rooms
    case monthlyIncome
    case accountIBAN
    case registeredOn
    case personNumber
    case relationship
    case givenName
    case fatherName
    case grandfatherName
    case familyName
    case motherName
    case sex
    case birthDate
    case nationalID
    case phone
    case maritalStatus
    case disability
    case employment
    case diedOn

    /// The name in a mapping, which is also the column's name in the built-in mapping.
    public var name: String {
        switch self {
        case .householdNumber: "household_number"
        case .province: "province"
        case .district: "district"
        case .address: "address"
        case .category: "category"
        case .dwelling: "dwelling"
        case .rooms: "rooms"
        case .monthlyIncome: "monthly_income"
        case .accountIBAN: "account_iban"
        case .registeredOn: "registered_on"
        case .personNumber: "person_number"
        case .relationship: "relationship"
        case .givenName: "given_name"
        case .fatherName: "father_name"
        case .grandfatherName: "grandfather_name"
        case .familyName: "family_name"
        case .motherName: "mother_name"
        case .sex: "sex"
        case .birthDate: "birth_date"
        case .nationalID: "national_id"
        case .phone: "phone"
        case .maritalStatus: "marital_status"
        case .disability: "disability"
        case .employment: "employment"
        case .diedOn: "died_on"
        }
    }

    /// The field of that name, or nil.
    public init?(name: String) {
        guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }
}
