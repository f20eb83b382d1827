public import Registry

/// Checks a draft as one types: pure rules, by the name of the field in the form.
public struct FamilyCheck: Sendable {
    private let today: CivilDate

    public init(today: CivilDate) {
        self.today = today
    }

    /// What is wrong in the step of the household.
    public func household(_ draft: FamilyDraft) -> [String: FamilyProblem] {
        var found: [String: FamilyProblem] = [:]
        if draft.area.isEmpty { found["area"] = .missing }
        found["address"] = text(draft.address)
        if !draft.rooms.isEmpty, count(draft.rooms).map({ (0...99).contains($0) }) != true {
            found["rooms"] = .badNumber
        }
        if !draft.monthlyIncome.isEmpty,
            count(draft.monthlyIncome).map({ (0...1_000_000_000).contains($0) }) != true
        {
            found["monthlyIncome"] = .badNumber
        }
        return found
    }

    /// What is wrong with one member, who stands at `index` in the draft.
    public func member(
        _ member: FamilyDraft.Member, at index: Int, of draft: FamilyDraft
    ) -> [String: FamilyProblem] {
        var found: [String: FamilyProblem] = [:]
        if member.relationship.isEmpty { found["relationship"] = .missing }
        if member.relationship == "head",
            draft.members.enumerated().contains(where: {
                $0.offset != index && $0.element.relationship == "head"
            })
        {
            found["relationship"] = .severalHeads
        }
        if member.givenName.isEmpty { found["givenName"] = .missing }
        if member.sex.isEmpty { found["sex"] = .missing }
        for (name, value) in [
            ("givenName", member.givenName), ("fatherName", member.fatherName),
            ("grandfatherName", member.grandfatherName), ("familyName", member.familyName),
            ("motherName", member.motherName),
        ] {
            if let problem = text(value) { found[name] = problem }
        }
        found["birthDate"] = birth(member, draft)
        if !member.nationalID.isEmpty {
            found["nationalID"] = nationalID(member, at: index, draft)
        }
        if !member.phone.isEmpty, (try? IraqPhoneNumber(member.phone)) == nil {
            found["phone"] = .badPhone  // what exactly is wrong helps nobody at a desk
        }
        return found
    }

    /// What is wrong in the step of the account.
    public func account(_ draft: FamilyDraft) -> [String: FamilyProblem] {
        if draft.iban.isEmpty { return draft.hasNoAccount ? [:] : ["iban": .accountOrNone] }
        do {
            _ = try IBAN(draft.iban)
            return [:]
        } catch {
            return ["iban": .badIBAN(reason: error.description)]
        }
    }

    /// What keeps the whole draft from being saved, by step and field.
    public func all(_ draft: FamilyDraft) -> [(step: String, field: String, problem: FamilyProblem)]
    {
        var found = household(draft).map { ("household", $0.key, $0.value) }
        if draft.members.isEmpty { found.append(("members", "givenName", .noMembers)) }
        if !draft.members.isEmpty, !draft.members.contains(where: { $0.relationship == "head" }) {
            found.append(("members", "relationship", .noHead))
        }
        for (index, member) in draft.members.enumerated() {
            found += self.member(member, at: index, of: draft).map {
                ("members", "\(index).\($0.key)", $0.value)
            }
        }
        found += account(draft).map { ("account", $0.key, $0.value) }
        return found.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            .map { (step: $0.0, field: $0.1, problem: $0.2) }
    }

    // MARK: Single answers

    private func text(_ value: String) -> FamilyProblem? {
        if value.utf8.count > 400 { return .tooLong }
        let isBroken = value.unicodeScalars.contains {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0xFFFD
        }
        return isBroken ? .controlCharacters : nil
    }

    private func count(_ text: String) -> Int? {
        Int(ArabicDigits.toASCII(text).filter { $0 != "," && $0 != "٬" && $0 != " " })
    }

    private func nationalID(
        _ member: FamilyDraft.Member, at index: Int, _ draft: FamilyDraft
    ) -> FamilyProblem? {
        do {
            let number = try IraqNationalID(member.nationalID)
            // Others' mistakes are told at their own fields.
            let twin = draft.members.enumerated().first {
                $0.offset != index && (try? IraqNationalID($0.element.nationalID)) == number
            }
            return twin.map { .sameAsMember($0.offset) }
        } catch {
            return .badNationalID(reason: error.description)
        }
    }

    private func birth(_ member: FamilyDraft.Member, _ draft: FamilyDraft) -> FamilyProblem? {
        guard !member.birthDate.isEmpty else { return .missing }
        guard let date = DateText.parse(member.birthDate) else { return .badDate }
        let earliest = CivilDate(
            year: date.year, month: date.month ?? 1, day: date.day ?? 1)
        if let earliest, earliest > today { return .inTheFuture }
        let age = today.year - date.year
        if age > 120 { return .tooLongAgo }
        if member.relationship == "head" { return age < 15 ? .youngHead : nil }
        guard let head = draft.members.first(where: { $0.relationship == "head" }),
            let birth = DateText.parse(head.birthDate)
        else { return nil }
        switch member.relationship {
        case "child" where date.year < birth.year + 12: return .childOlderThanHead
        case "parent" where date.year > birth.year - 12: return .parentYoungerThanHead
        case "spouse" where age < 15, "co-wife" where age < 15: return .spouseVeryYoung
        default: return nil
        }
    }
}

/// Dates as people type them.
public enum DateText {
    /// `2024-05-06`, `6/5/2024`, `6.5.2024`, `5/2024`, `2024`, in any digits; day before month.
    public static func parse(_ text: String) -> PartialDate? {
        let parts = ArabicDigits.toASCII(text).split { "-/. ".contains($0) }.map(String.init)
        guard (1...3).contains(parts.count), parts.allSatisfy({ Int($0) != nil }) else {
            return nil
        }
        let numbers = parts.compactMap { Int($0) }
        let ordered = parts.last?.count == 4 && parts.count > 1 ? numbers.reversed() : numbers
        guard let year = ordered.first, (1800...2200).contains(year) else { return nil }
        // Out of range is no date: the caller says so.
        return try? PartialDate(
            year: year, month: ordered.count > 1 ? ordered[1] : nil,
            day: ordered.count > 2 ? ordered[2] : nil)
    }
}
