public import ChangeLog
import Foundation
public import Registry
import Storage

/// Writes changes of circumstances, at once or as proposals for a second person.
public struct CircumstanceDesk {
    private let session: JournalSession

    public init(_ session: JournalSession) {
        self.session = session
    }

    /// Writes a checked change in one changeset.
    public func apply(
        _ change: CircumstanceChange, to file: FamilyFile, today: CivilDate, by author: Authorship
    ) throws {
        try session.append(try plan(change, file, today), by: author)
    }

    private func plan(
        _ change: CircumstanceChange, _ file: FamilyFile, _ today: CivilDate
    ) throws -> [Change] {
        let day = FieldValue.text(
            DateText.parse(change["day"])?.description ?? today.description)
        switch change.kind {
        case .birth: return try newMember(change, file, relationship: "child", from: "birthDate")
        case .marriage, .joins:
            return try newMember(
                change, file, relationship: change["relationship"], from: "day")
        case .leaves, .divorce:
            return try member(change, file).map {
                [try session.edit(of: "membership", $0.membership, ["until": day])]
            } ?? []
        case .death:
            return try member(change, file).map {
                [
                    try session.edit(
                        of: "person", $0.person,
                        ["vital_status": .text("deceased"), "died_on": day]),
                    try session.edit(of: "membership", $0.membership, ["until": day]),
                ]
            } ?? []
        case .move: return try move(change, file, day)
        case .account: return try account(change, file, day)
        case .correction: return try correction(change, file)
        }
    }

    private func member(
        _ change: CircumstanceChange, _ file: FamilyFile
    ) -> FamilyFile.Member? {
        let person = RecordID(change["member"])
        return file.present.first { $0.person == person }
    }

    private func newMember(
        _ change: CircumstanceChange, _ file: FamilyFile, relationship: String, from: String
    ) throws -> [Change] {
        let id = session.journal.newID()
        var values: [String: FieldValue] = [:]
        var names = [
            ("given_name", change["givenName"]), ("father_name", change["fatherName"]),
            ("grandfather_name", change["grandfatherName"]),
            ("family_name", change["familyName"]), ("mother_name", change["motherName"]),
        ]
        if change.kind == .birth {
            // A child bears the father's names, whoever of the parents is the head.
            let father = file.present.first {
                $0.sex == "M" && ["head", "spouse"].contains($0.relationship)
            }
            let mother = file.present.first {
                $0.sex == "F" && ["head", "spouse"].contains($0.relationship)
            }
            names = [
                ("given_name", change["givenName"]), ("father_name", father?.name.given ?? ""),
                ("grandfather_name", father?.name.father ?? ""),
                ("family_name", (father ?? file.head)?.name.family ?? ""),
                ("mother_name", mother?.name.given ?? ""),
            ]
        }
        for (field, text) in names where !text.isEmpty { values[field] = .text(text) }
        values["sex"] = .text(change["sex"])
        values["birth_date"] = DateText.parse(change["birthDate"]).map { .text($0.description) }
        if !change["phone"].isEmpty {
            values["phone"] = .text(try IraqPhoneNumber(change["phone"]).text)
        }
        var changes = [try session.creation(of: "person", id: id, values)]
        if !change["nationalID"].isEmpty {
            changes.append(
                try session.creation(
                    of: "identifier",
                    [
                        "person": .reference(id), "scheme": .text("national-id"),
                        "value": .text(try IraqNationalID(change["nationalID"]).text),
                    ]))
        }
        var membership: [String: FieldValue] = [
            "household": .reference(file.id), "person": .reference(id),
            "relationship": .text(relationship),
        ]
        membership["from"] = DateText.parse(change[from]).map { .text($0.description) }
        changes.append(try session.creation(of: "membership", membership))
        return changes
    }

    private func move(
        _ change: CircumstanceChange, _ file: FamilyFile, _ day: FieldValue
    ) throws -> [Change] {
        var changes = [
            try session.edit(of: "household", file.id, ["area": .text(change["area"])])
        ]
        changes += try open("address", of: file.id).map {
            try session.edit(of: "address", $0, ["until": day])
        }
        if !change["address"].isEmpty {
            changes.append(
                try session.creation(
                    of: "address",
                    [
                        "household": .reference(file.id), "text": .text(change["address"]),
                        "from": day,
                    ]))
        }
        return changes
    }

    private func account(
        _ change: CircumstanceChange, _ file: FamilyFile, _ day: FieldValue
    ) throws -> [Change] {
        let iban = try IBAN(change["iban"])
        var changes = try open("account", of: file.id).map {
            try session.edit(of: "account", $0, ["until": day])
        }
        let id = session.journal.newID()
        var values: [String: FieldValue] = [
            "household": .reference(file.id), "scheme": .text("iban"), "number": .text(iban.text),
            "from": day,
        ]
        values["bank"] = iban.bankCode.map { .text($0) }
        changes.append(try session.creation(of: "account", id: id, values))
        changes += try open("payee", of: file.id).map {
            try session.edit(of: "payee", $0, ["account": .reference(id)])
        }
        return changes
    }

    private func correction(
        _ change: CircumstanceChange, _ file: FamilyFile
    ) throws -> [Change] {
        guard let member = member(change, file) else { return [] }
        var values: [String: FieldValue] = [:]
        for (field, column) in [
            ("givenName", "given_name"), ("fatherName", "father_name"),
            ("grandfatherName", "grandfather_name"), ("familyName", "family_name"),
            ("motherName", "mother_name"),
        ] {
            values[column] = change[field].isEmpty ? .null : .text(change[field])
        }
        if let date = DateText.parse(change["birthDate"]) {
            values["birth_date"] = .text(date.description)
        }
        if change["phone"].isEmpty {
            values["phone"] = .null
        } else {
            values["phone"] = .text(try IraqPhoneNumber(change["phone"]).text)
        }
        return [try session.edit(of: "person", member.person, values)]
    }

    private func open(_ entity: String, of household: RecordID) throws -> [RecordID] {
        try session.transaction.rows(
            "SELECT id FROM \"\(entity)\" WHERE household = $1 AND \"until\" IS NULL ORDER BY id",
            .reference(household)
        ).compactMap { $0.id(0) }
    }

    // MARK: Proposals

    /// Keeps a sensitive change until a second person agrees.
    public func propose(
        _ change: CircumstanceChange, to file: FamilyFile, by author: Authorship
    ) throws {
        let entity = session.journal.dictionary.require("proposal").number
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // It names itself as its record: what it changes is worked out when somebody agrees.
        let id = session.journal.newID()
        let proposal = try session.creation(
            of: "proposal", id: id,
            [
                "household": .reference(file.id), "entity": .integer(Int64(entity)),
                "record": .reference(id),
                "change": .bytes(Array(try encoder.encode(change))),
                "proposed_by": .text(author.actor), "status": .text("open"),
            ])
        try session.append([proposal], by: author)
    }

    /// Agrees to a proposal, which is then written, or turns it down.
    ///
    /// - Throws: `ProposalRefusal`.
    public func answer(
        _ proposal: Proposal, accepted: Bool, file: FamilyFile, today: CivilDate,
        by author: Authorship
    ) throws {
        guard proposal.proposedBy != author.actor else { throw ProposalRefusal.samePerson }
        guard try session.view.record("proposal", proposal.id)?["status"]?.text == "open" else {
            throw ProposalRefusal.answeredAlready
        }
        var changes = [
            try session.edit(
                of: "proposal", proposal.id,
                [
                    "status": .text(accepted ? "accepted" : "rejected"),
                    "answered_by": .text(author.actor), "reason": .text(author.reason),
                ])
        ]
        if accepted { changes += try plan(proposal.change, file, today) }
        try session.append(changes, by: author)
    }
}

/// Why a proposal is not answered; nothing was written.
public enum ProposalRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case samePerson
    case answeredAlready

    public var description: String {
        switch self {
        case .samePerson: "Who proposed a change cannot agree to it. Ask somebody else."
        case .answeredAlready: "Somebody has answered this proposal already."
        }
    }
}
