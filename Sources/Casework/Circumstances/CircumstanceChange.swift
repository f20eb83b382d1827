public import Registry

/// A change of a family's circumstances as somebody reports it, every value as typed.
public struct CircumstanceChange: Codable, Sendable, Equatable {
    public var kind: Kind
    /// By the name of the field in the form.
    public var values: [String: String]

    public init(_ kind: Kind, _ values: [String: String]) {
        self.kind = kind
        self.values = values
    }

    /// What happened.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        case birth, marriage, joins, leaves, divorce, death, move, account, correction

        /// Whether a second person must agree before it holds.
        public var needsSecondPerson: Bool { self == .account || self == .death }

        /// The fields that are asked for.
        public var fields: [String] {
            switch self {
            case .birth: ["givenName", "sex", "birthDate", "nationalID"]
            case .marriage, .joins:
                [
                    "givenName", "fatherName", "grandfatherName", "familyName", "motherName", "sex",
                    "birthDate", "nationalID", "phone", "relationship", "day",
                ]
            case .leaves, .divorce: ["member", "day"]
            case .death: ["member", "day"]
            case .move: ["area", "address", "day"]
            case .account: ["iban"]
            case .correction:
                [
                    "member", "givenName", "fatherName", "grandfatherName", "familyName",
                    "motherName", "birthDate", "phone",
                ]
            }
        }
    }

    public subscript(field: String) -> String { values[field] ?? "" }

    /// What is wrong with it, by field.
    ///
    /// - Parameter areas: the codes of areas that a family can live in.
    public func problems(
        in file: FamilyFile, areas: Set<String>, today: CivilDate
    ) -> [String: FamilyProblem] {
        var found: [String: FamilyProblem] = [:]
        func need(_ fields: String...) {
            for field in fields where self[field].isEmpty { found[field] = .missing }
        }
        for field in ["day", "birthDate"] where !self[field].isEmpty {
            guard let date = DateText.parse(self[field]) else {
                found[field] = .badDate
                continue
            }
            let first = CivilDate(year: date.year, month: date.month ?? 1, day: date.day ?? 1)
            if let first, first > today { found[field] = .inTheFuture }
        }
        if !self["nationalID"].isEmpty {
            do { _ = try IraqNationalID(self["nationalID"]) } catch {
                found["nationalID"] = .badNationalID(reason: error.description)
            }
        }
        if !self["phone"].isEmpty, (try? IraqPhoneNumber(self["phone"])) == nil {
            found["phone"] = .badPhone  // what exactly is wrong helps nobody at a desk
        }
        for field in [
            "givenName", "fatherName", "grandfatherName", "familyName", "motherName", "address",
        ] {
            if self[field].utf8.count > 400 { found[field] = .tooLong }
            if self[field].unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
                found[field] = .controlCharacters
            }
        }
        if kind.fields.contains("member") {
            let member = RecordID(self["member"])
            if !file.present.contains(where: { $0.person == member }) { found["member"] = .missing }
        }
        switch kind {
        case .birth: need("givenName", "sex", "birthDate")
        case .marriage, .joins: need("givenName", "sex", "birthDate", "relationship")
        case .leaves, .divorce, .death: need("day")
        case .move:
            need("area")
            if found["area"] == nil, !areas.contains(self["area"]) || self["area"] == file.area {
                found["area"] = .missing
            }
        case .account:
            need("iban")
            if found["iban"] == nil {
                do { _ = try IBAN(self["iban"]) } catch {
                    found["iban"] = .badIBAN(reason: error.description)
                }
            }
        case .correction: need("givenName")
        }
        return found
    }
}
