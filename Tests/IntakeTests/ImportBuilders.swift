import ChangeLog
import Foundation
import Intake
import Registry
import Storage
import Synchronization
import Trust

/// A node with a registry of its own and a folder for the files that it imports.
final class ImportNode {
    let folder: String
    let journal: Journal

    init(_ role: Journal.Role = .hub, areas: [String] = []) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try Store(
            path: folder + "/registry.sqlite", migrations: LogSchema.migrations,
            durability: .processOnly)
        let words = Mutex<UInt64>(42)
        let time = Mutex<UInt64>(1_795_000_000_000)
        journal = try Journal(
            store: store,
            identity: Journal.Identity(
                name: "NODE", role: role, areas: areas, signingKey: try SigningKey.generate()),
            clock: HybridClock {
                time.withLock { time in
                    time += 1
                    return time
                }
            },
            entropy: Entropy {
                words.withLock { word in
                    word &+= 0x9E37_79B9_7F4A_7C15
                    let mixed = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
                    return mixed ^ (mixed >> 27)
                }
            })
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    /// Writes a file of these lines.
    @discardableResult
    func file(_ name: String, _ lines: [String]) throws -> String {
        try file(name, bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    @discardableResult
    func file(_ name: String, bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @discardableResult
    func take(
        _ paths: [String], _ change: (inout Importer.Options) -> Void = { _ in },
        progress: (Importer.Progress) throws -> Void = { _ in }
    ) throws -> ImportOutcome {
        var options = Importer.Options(workFolder: folder)
        change(&options)
        return try Importer(journal, options: options).run(paths, progress: progress)
    }

    func count(_ table: String) throws -> Int {
        try journal.read { try $0.count(table) }
    }

    /// The first column of a query's rows as text.
    func texts(_ sql: String) throws -> [String] {
        try journal.read { try $0.transaction.rows(sql).map { $0.text(0) } }
    }

    /// The first row of a query.
    func values(_ sql: String) throws -> [FieldValue]? {
        try journal.read { try $0.transaction.first(sql)?.values }
    }

    func id(_ sql: String) throws -> RecordID? {
        try journal.read { try $0.transaction.first(sql)?.id(0) }
    }

    /// Somebody at the desk corrects a record.
    func correct(_ entity: String, _ id: RecordID, _ values: [String: FieldValue]) throws {
        try journal.write { session in
            _ = try session.append(
                [try session.edit(of: entity, id, values)],
                by: Authorship(actor: "clerk", reasonCode: "correction"))
        }
    }

    /// What is registered, without the ids and times that differ from import to import.
    func registered() throws -> [String] {
        try journal.read { view in
            try [
                """
                SELECT number, registered_on, area, category, dwelling, rooms, monthly_income
                FROM household
                """,
                """
                SELECT h.number, p.number, p.given_name, p.phone, m.relationship, m."until"
                FROM membership m JOIN household h ON h.id = m.household
                JOIN person p ON p.id = m.person
                """,
                "SELECT h.number, a.text FROM address a JOIN household h ON h.id = a.household",
                """
                SELECT h.number, a.number, a.bank, p.capacity FROM account a
                JOIN household h ON h.id = a.household LEFT JOIN payee p ON p.account = a.id
                """,
                "SELECT i.value, p.number FROM identifier i JOIN person p ON p.id = i.person",
                "SELECT h.number, e.status FROM enrolment e JOIN household h ON h.id = e.unit",
                "SELECT source, key, digest FROM source_record",
            ].flatMap { try view.transaction.rows($0).map { "\($0.values)" } }.sorted()
        }
    }
}

/// Lines of files in the shape of the ministry's exports.
enum Lines {
    static let household =
        "household_number,province,district,address,category,dwelling,rooms,monthly_income,"
        + "account_iban,registered_on"
    static let person =
        "person_number,household_number,relationship,given_name,father_name,grandfather_name,"
        + "family_name,mother_name,sex,birth_date,national_id,phone,marital_status,disability,"
        + "employment"
    static let deaths = "national_id,given_name,father_name,family_name,birth_date,died_on"

    static func household(
        _ number: String, district: String = "01-6", rooms: String = "2"
    ) -> String {
        "\(number),IQ-BG,\(district),محلة 614,widow,owned,\(rooms),260000,"
            + "IQ86NBIQ385202601000001,2023-06-19"
    }

    static func person(
        _ number: String, in household: String, _ relationship: String = "head",
        name: String = "تغريد", nationalID: String = "197513524553", phone: String = "07785559795"
    ) -> String {
        "\(number),\(household),\(relationship),\(name),عقيل,علي,البزوني,زهراء,F,1975-09-07,"
            + "\(nationalID),\(phone),married,no,casual"
    }
}
