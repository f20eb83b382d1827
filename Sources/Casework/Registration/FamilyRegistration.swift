public import ChangeLog
public import Registry
import Storage

/// Writes a checked draft: one changeset for the whole family.
public struct FamilyRegistration {
    private let session: JournalSession

    public init(_ session: JournalSession) {
        self.session = session
    }

    /// Registers the family.
    ///
    /// - Parameters:
    ///   - today: the day of registration.
    ///   - id: the household's id, the draft's: a form that is sent twice makes one family.
    /// - Returns: false when the family stood there already.
    public func save(
        _ draft: FamilyDraft, id: RecordID, today: CivilDate, by author: Authorship
    ) throws -> Bool {
        guard try session.view.record("household", id) == nil else { return false }
        let day = FieldValue.text(today.description)
        let number = try CaseNumbering(session).next()?.description
        let household = FieldValue.reference(id)
        var values: [String: FieldValue] = [
            "number": .text(number ?? String(id.description.suffix(12))),
            "registered_on": day, "area": .text(draft.area),
        ]
        values["case_number"] = number.map { .text($0) }
        if !draft.category.isEmpty {
            values["category"] = .text(draft.category)
            values["category_from"] = day
        }
        if !draft.dwelling.isEmpty { values["dwelling"] = .text(draft.dwelling) }
        values["rooms"] = Self.number(draft.rooms).map { .integer($0) }
        if let income = Self.number(draft.monthlyIncome) {
            values["monthly_income"] = .integer(income * Currency.iraqiDinar.minorPerUnit)
            values["currency"] = .text(Currency.iraqiDinar.code)
        }
        var changes = [try session.creation(of: "household", id: id, values)]
        if !draft.address.isEmpty {
            changes.append(
                try session.creation(
                    of: "address",
                    ["household": household, "text": .text(draft.address), "from": day]))
        }
        let account = try account(draft, household, day, &changes)
        for member in draft.members {
            try add(member, household, day, account, &changes)
        }
        if !draft.programme.isEmpty {
            changes.append(
                try session.creation(
                    of: "enrolment",
                    [
                        "household": household, "unit": household,
                        "programme": .text(draft.programme), "from": day,
                        "status": .text("active"),
                    ]))
        }
        try session.append(changes, by: author)
        try session.transaction.execute("DELETE FROM draft WHERE id = $1", household)
        return true
    }

    private func account(
        _ draft: FamilyDraft, _ household: FieldValue, _ day: FieldValue, _ changes: inout [Change]
    ) throws -> FieldValue {
        guard !draft.iban.isEmpty else { return .null }
        let iban = try IBAN(draft.iban)
        let id = session.journal.newID()
        var values: [String: FieldValue] = [
            "household": household, "scheme": .text("iban"), "number": .text(iban.text),
            "from": day,
        ]
        values["bank"] = iban.bankCode.map { .text($0) }
        changes.append(try session.creation(of: "account", id: id, values))
        return .reference(id)
    }

    private func add(
        _ member: FamilyDraft.Member, _ household: FieldValue, _ day: FieldValue,
        _ account: FieldValue, _ changes: inout [Change]
    ) throws {
        let id = session.journal.newID()
        let person = FieldValue.reference(id)
        var values: [String: FieldValue] = [:]
        for (field, text) in [
            ("given_name", member.givenName), ("father_name", member.fatherName),
            ("grandfather_name", member.grandfatherName), ("family_name", member.familyName),
            ("mother_name", member.motherName), ("sex", member.sex),
            ("marital_status", member.maritalStatus), ("disability", member.disability),
            ("birth_date", DateText.parse(member.birthDate)?.description ?? ""),
            ("phone", member.phone.isEmpty ? "" : try IraqPhoneNumber(member.phone).text),
        ] where !text.isEmpty {
            values[field] = .text(text)
        }
        changes.append(try session.creation(of: "person", id: id, values))
        if !member.nationalID.isEmpty {
            changes.append(
                try session.creation(
                    of: "identifier",
                    [
                        "person": person, "scheme": .text("national-id"),
                        "value": .text(try IraqNationalID(member.nationalID).text),
                    ]))
        }
        changes.append(
            try session.creation(
                of: "membership",
                [
                    "household": household, "person": person,
                    "relationship": .text(member.relationship), "from": day,
                ]))
        guard member.relationship == "head" else { return }
        var payee: [String: FieldValue] = [
            "household": household, "person": person, "capacity": .text("head"), "from": day,
        ]
        if account != .null { payee["account"] = account }
        changes.append(try session.creation(of: "payee", payee))
    }

    /// A whole number in any digits, groups allowed.
    static func number(_ text: String) -> Int64? {
        Int64(ArabicDigits.toASCII(text).filter { $0 != "," && $0 != "٬" && $0 != " " })
    }
}
