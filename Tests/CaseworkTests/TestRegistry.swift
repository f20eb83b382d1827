import Casework
import ChangeLog
import Foundation
import Registry
import Storage
import Synchronization
import Trust

/// A node with a registry of families of strangers, the same in each run.
final class TestRegistry: Sendable {
    let journal: Journal
    private let folder: String
    private let seed = Mutex<UInt64>(7)

    /// - Parameter families: how many families of strangers there are, half of them in each of two
    ///   provinces.
    init(_ role: Journal.Role = .hub, families: Int = 120) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let seed = Mutex<UInt64>(11)
        journal = try Journal(
            store: try Store(
                path: folder + "/node.db",
                migrations: LogSchema.migrations + DeskSchema.migrations,
                durability: .processOnly),
            identity: Journal.Identity(
                name: "HUB", role: role, areas: [], signingKey: try SigningKey.generate()),
            clock: HybridClock { 1_700_000_000_000 },
            entropy: Entropy { seed.withLock { Self.next(&$0) } })
        if role == .hub { try addAreas() }
        for number in 0..<families {
            try add(
                "F\(number)", area: number.isMultiple(of: 2) ? "01-1" : "02-1",
                registeredOn: "2024-01-01", strangers())
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static func next(_ word: inout UInt64) -> UInt64 {
        word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return word ^ (word >> 31)
    }

    static let clerk = Authorship(actor: "clerk", reasonCode: "test")

    /// The names of a registered household and its members.
    struct Family {
        var household: RecordID
        var persons: [RecordID]
        var enrolment: RecordID
    }

    /// Somebody as he is written down: fields of `person`, and a national ID.
    struct Member {
        var fields: [String: String]
        var nationalID: String
    }

    // MARK: What is there

    private func addAreas() throws {
        let areas = [
            ("IQ", nil, "country"), ("IQ-BG", "IQ", "province"), ("01-1", "IQ-BG", "district"),
            ("01-2", "IQ-BG", "district"), ("IQ-BA", "IQ", "province"),
            ("02-1", "IQ-BA", "district"),
        ]
        try journal.write { session in
            for (code, parent, kind) in areas {
                var values: [String: FieldValue] = ["code": .text(code), "kind": .text(kind)]
                if let parent { values["parent"] = .text(parent) }
                try session.append(
                    [try session.creation(of: "area", values)], by: Self.clerk)
            }
        }
    }

    @discardableResult
    func add(
        _ number: String, area: String, registeredOn: String, _ members: [Member]
    ) throws -> Family {
        try journal.write { session in
            let household = try session.creation(
                of: "household",
                [
                    "number": .text(number), "area": .text(area),
                    "registered_on": .text(registeredOn),
                ])
            var changes = [household]
            var persons: [RecordID] = []
            for (place, member) in members.enumerated() {
                var values = member.fields.mapValues { FieldValue.text($0) }
                values["number"] = .text("\(number)-\(place + 1)")
                let person = try session.creation(of: "person", values)
                persons.append(person.record)
                changes.append(person)
                changes.append(
                    try session.creation(
                        of: "membership",
                        [
                            "household": .reference(household.record),
                            "person": .reference(person.record),
                            "relationship": .text(place == 0 ? "head" : "child"),
                        ]))
                changes.append(
                    try session.creation(
                        of: "identifier",
                        [
                            "person": .reference(person.record), "scheme": .text("national-id"),
                            "value": .text(member.nationalID),
                        ]))
            }
            let enrolment = try session.creation(
                of: "enrolment",
                [
                    "household": .reference(household.record),
                    "unit": .reference(household.record), "programme": .text("benefit"),
                    "status": .text("active"),
                ])
            try session.append(changes + [enrolment], by: Self.clerk)
            return Family(
                household: household.record, persons: persons, enrolment: enrolment.record)
        }
    }

    /// Somebody more in a household.
    @discardableResult
    func addMember(_ member: Member, to household: RecordID) throws -> RecordID {
        try journal.write { session in
            let person = try session.creation(
                of: "person", member.fields.mapValues { FieldValue.text($0) })
            let membership = try session.creation(
                of: "membership",
                [
                    "household": .reference(household), "person": .reference(person.record),
                    "relationship": .text("child"),
                ])
            let identifier = try session.creation(
                of: "identifier",
                [
                    "person": .reference(person.record), "scheme": .text("national-id"),
                    "value": .text(member.nationalID),
                ])
            try session.append([person, membership, identifier], by: Self.clerk)
            return person.record
        }
    }

    /// Corrects somebody's national ID.
    func setNationalID(_ value: String, of person: RecordID) throws {
        let row = try journal.read { view in
            try view.transaction.first(
                "SELECT id FROM identifier WHERE person = $1", .reference(person))
        }
        guard let id = row?.id(0) else { return }
        try edit("identifier", id, ["value": .text(value)])
    }

    func edit(_ entity: String, _ record: RecordID, _ values: [String: FieldValue]) throws {
        _ = try journal.write { session in
            try session.append([try session.edit(of: entity, record, values)], by: Self.clerk)
        }
    }

    func value(_ entity: String, _ record: RecordID, _ field: String) throws -> FieldValue? {
        let value = try journal.read { try $0.record(entity, record)?[field] }
        return value == .null ? nil : value
    }

    func cases(_ status: DuplicateCase.Status? = .open) throws -> [DuplicateCase] {
        try journal.read { try DuplicateCases($0).list(status) }
    }

    func scan() throws -> DuplicateScan.Outcome {
        try DuplicateScan(journal).run(by: "scan")
    }

    func decide(_ decision: DuplicateDecision, _ found: DuplicateCase) throws {
        try journal.write { session in
            try DuplicateCases(session.view).require(found.id.description)
                .decide(decision, by: "amina", in: session)
        }
    }

    var journalRows: Int {
        get throws {
            try journal.read { try $0.transaction.first("SELECT COUNT(*) FROM journal")?.int(0) }
                ?? 0
        }
    }

    // MARK: Who is there

    /// A father and his children, unlike everybody before them.
    func strangers() -> [Member] {
        let father = pick(Self.men)
        let grandfather = pick(Self.men)
        let family = pick(Self.families)
        let head = Member(
            fields: [
                "given_name": father, "father_name": grandfather,
                "grandfather_name": pick(Self.men), "family_name": family,
                "mother_name": pick(Self.women) + " " + pick(Self.men), "sex": "M",
                "birth_date": date(from: 1950, years: 35), "phone": "077" + digits(8),
            ], nationalID: "19" + digits(10))
        let mother = pick(Self.women) + " " + pick(Self.men)
        return [head]
            + (0..<3).map { place in
                Member(
                    fields: [
                        "given_name": pick(place == 1 ? Self.women : Self.men),
                        "father_name": father, "grandfather_name": grandfather,
                        "family_name": family, "mother_name": mother,
                        "sex": place == 1 ? "F" : "M",
                        "birth_date": date(from: 1990, years: 30),
                    ], nationalID: "20" + digits(10))
            }
    }

    private func number(_ bound: Int) -> Int {
        seed.withLock { Int((Self.next(&$0) >> 33) % UInt64(bound)) }
    }

    private func pick(_ names: [String]) -> String { names[number(names.count)] }

    private func digits(_ count: Int) -> String {
        (0..<count).map { _ in "\(number(10))" }.joined()
    }

    private func date(from year: Int, years: Int) -> String {
        let month = 1 + number(12)
        let day = 1 + number(28)
        return "\(year + number(years))-\(month < 10 ? "0" : "")\(month)"
            + "-\(day < 10 ? "0" : "")\(day)"
    }

    private static let men = [
        "علي", "حسين", "محمد", "احمد", "كريم", "سعد", "خالد", "وليد", "ياسر", "حيدر", "عمر", "قاسم",
        "جاسم", "مصطفى", "عباس", "رشيد", "فراس", "مازن", "سلام", "طارق", "نبيل", "حسن", "باسم",
    ]
    private static let women = [
        "زينب", "فاطمة", "مريم", "هدى", "نور", "سلوى", "شيماء", "رقية", "ليلى", "سعاد", "امل",
        "بتول", "خديجة", "سهام", "وفاء", "حوراء", "اسماء", "ابتسام", "ناهدة", "ايمان",
    ]
    private static let families = [
        "الجبوري", "التميمي", "العبيدي", "الموسوي", "الزيدي", "الطائي", "الدليمي", "الربيعي",
        "الشمري", "الخفاجي", "المالكي", "الساعدي", "الكعبي", "الحمداني", "العامري", "البياتي",
    ]
}
