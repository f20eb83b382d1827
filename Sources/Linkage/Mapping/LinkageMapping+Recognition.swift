extension LinkageMapping {
    /// Guesses a mapping from the names of columns; nil where no column to compare is recognised.
    ///
    /// Columns whose meaning is not certain are left out: a wrong comparison harms more than a
    /// missing one.
    public static func recognise(header: [String]) -> LinkageMapping? {
        let plain = header.map(simplified)
        func column(_ names: [String]) -> String? {
            for name in names {
                if let index = plain.firstIndex(of: name) { return header[index] }
            }
            return nil
        }
        var fields: [Field] = []
        for (index, name) in plain.enumerated() {
            guard let type = types.first(where: { $0.names.contains(name) })?.type else { continue }
            fields.append(Field(column: header[index], type: type))
        }
        for parts in datesInParts {
            guard let year = column(parts.year), let month = column(parts.month),
                !fields.contains(where: { $0.type == .birthDate })
            else { continue }
            let columns = DateColumns(year: year, month: month, day: column(parts.day))
            fields.removeAll { $0.column == year }
            fields.append(Field(columns: columns, type: .birthDate))
        }
        // A year beside a date says nothing new.
        if fields.contains(where: { $0.type == .birthDate }) {
            fields.removeAll { $0.type == .year }
        }
        if fields.isEmpty { return nil }
        return LinkageMapping(
            id: column(ids), household: column(households), fields: Array(fields.prefix(16)))
    }

    /// Lower case, runs of anything but letters and digits as one underscore.
    private static func simplified(_ name: String) -> String {
        var words: [String] = []
        var word = ""
        for character in name.lowercased() {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words.joined(separator: "_")
    }

    private static let ids = [
        "person_number", "person_id", "rec_id", "record_id", "unique_id", "registration_number",
        "individual_id", "beneficiary_id", "id",
    ]
    private static let households = [
        "household_number", "household_id", "household", "hh_id", "family_number", "family_id",
    ]
    private static let datesInParts: [(year: [String], month: [String], day: [String])] = [
        (
            ["birth_year", "year_of_birth"], ["birth_month", "month_of_birth"],
            ["birth_day", "day_of_birth"]
        ),
        (["by"], ["bm"], ["bd"]),
    ]
    private static let types: [(type: FieldType, names: Set<String>)] = [
        (
            .givenName,
            ["given_name", "first_name", "firstname", "forename", "fname", "fname_c1", "الاسم"]
        ),
        (
            .lineageName,
            [
                "father_name", "fathers_name", "father_s_name", "grandfather_name",
                "grandfathers_name", "great_grandfather_name", "second_name", "third_name",
                "اسم_الاب",
                "اسم_الأب", "اسم_الجد",
            ]
        ),
        (
            .familyName,
            [
                "family_name", "surname", "last_name", "lastname", "lname", "lname_c1", "tribe",
                "اللقب",
            ]
        ),
        (.motherName, ["mother_name", "mothers_name", "mother_s_name", "اسم_الام", "اسم_الأم"]),
        (.sex, ["sex", "gender", "الجنس"]),
        (
            .birthDate,
            [
                "birth_date", "date_of_birth", "dob", "birthdate", "birthday", "تاريخ_الميلاد",
            ]
        ),
        (.year, ["birth_year", "year_of_birth"]),
        (
            .identifier,
            [
                "national_id", "soc_sec_id", "ssn", "civil_id", "national_number", "passport",
                "passport_number", "ration_card", "unhcr_number", "الرقم_الوطني",
            ]
        ),
        (.phone, ["phone", "phone_number", "mobile", "mobile_number", "telephone", "رقم_الهاتف"]),
        (.postcode, ["postcode", "postal_code", "zip", "zip_code", "zipcode"]),
        (.place, ["suburb", "city", "town", "village", "birth_place", "place_of_birth"]),
        (.freeName, ["street", "street_address", "address", "address_1", "address_2"]),
        (.category, ["state", "street_number", "house_number"]),
    ]
}
