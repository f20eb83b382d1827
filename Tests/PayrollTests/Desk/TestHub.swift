import ChangeLog
import Foundation
import Payroll
import Registry
import Storage
import Trust

/// A hub with one programme, two provinces and families that are enrolled, in a real database.
final class TestHub: Sendable {
    let journal: Journal
    let desk: PayrollDesk
    private let folder: String
    private static let author = Authorship(actor: "test", reasonCode: "test")

    /// 10 February 2026 at noon.
    static let noon = UInt64(Instant.noon.milliseconds)

    init(role: Journal.Role = .hub) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        journal = try Journal(
            store: try Store(
                path: folder + "/hub.db", migrations: LogSchema.migrations,
                durability: .processOnly),
            identity: Journal.Identity(
                name: "HUB", role: role, areas: [], signingKey: try SigningKey.generate()),
            clock: HybridClock { Self.noon }, entropy: Entropy { SecureRandom.word() })
        desk = PayrollDesk(
            journal,
            configuration: PaymentConfiguration(
                debtor: .init(
                    name: "Ministry", account: iban(bank: "RAFB", number: 1),
                    agentName: "Rafidain", agentBIC: nil),
                banks: [
                    .init(code: "NBIQ", name: "National Bank", bic: nil),
                    .init(code: "RAFB", name: "Rafidain", bic: nil),
                ]))
        if role == .hub { try addConfiguration() }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private func addConfiguration() throws {
        let programme = try ProgrammeVersion.sample()
        try append { session in
            var changes: [Change] = []
            for (code, parent) in [("IQ", ""), ("IQ-BG", "IQ"), ("IQ-BA", "IQ")] {
                changes.append(
                    try session.creation(
                        of: "area",
                        [
                            "code": .text(code), "parent": .text(parent),
                            "kind": .text(parent.isEmpty ? "country" : "province"),
                        ]))
            }
            changes.append(
                try session.creation(
                    of: "programme",
                    ["code": .text("SSN"), "unit": .text("household"), "currency": .text("IQD")]))
            changes.append(
                try session.creation(
                    of: "programme_version",
                    [
                        "programme": .text("SSN"), "version": .integer(1),
                        "valid_from": .text("2026-01"), "rules": .text(programme.render()),
                    ]))
            return changes
        }
        for province in ["IQ-BG", "IQ-BA"] {
            let key = try SigningKey.generate().publicKey.bytes
            try append { session in
                [
                    try session.creation(
                        of: "node",
                        [
                            "name": .text(province), "role": .text("province"),
                            "upstream": .text("HUB"), "areas": .text(province),
                            "signing_key": .bytes(key),
                        ])
                ]
            }
            try sync(province, at: Self.noon)
        }
    }

    /// Notes that a province had sent all that it held at that moment.
    func sync(_ province: String, at milliseconds: UInt64) throws {
        try journal.store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO peer (name, complete_at) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET complete_at = excluded.complete_at
                """, .text(province), .integer(Int64(milliseconds)))
        }
    }

    func append(_ changes: (JournalSession) throws -> [Change]) throws {
        _ = try journal.write { session in
            try session.append(try changes(session), by: Self.author)
        }
    }

    func edit(_ entity: String, _ record: RecordID, _ values: [String: FieldValue]) throws {
        try append { [try $0.edit(of: entity, record, values)] }
    }

    /// The records of an enrolled family.
    struct Family {
        var household: RecordID
        var head: RecordID
        var enrolment: RecordID
    }

    /// Enrols a family of that many persons, with an account unless told otherwise.
    @discardableResult
    func enrol(
        _ number: Int, area: String = "IQ-BG", persons: Int = 3, account: String? = nil,
        hasAccount: Bool = true
    ) throws -> Family {
        let ids = (household: journal.newID(), head: journal.newID(), enrolment: journal.newID())
        try append { session in
            var changes = [
                try session.creation(
                    of: "household", id: ids.household,
                    ["number": .text("H-\(number)"), "area": .text(area)])
            ]
            for place in 0..<persons {
                let person = place == 0 ? ids.head : journal.newID()
                changes.append(
                    try session.creation(
                        of: "person", id: person,
                        ["given_name": .text("علي \(number)"), "family_name": .text("الجبوري")]))
                changes.append(
                    try session.creation(
                        of: "membership",
                        [
                            "household": .reference(ids.household), "person": .reference(person),
                            "relationship": .text(place == 0 ? "head" : "child"),
                        ]))
            }
            if hasAccount {
                changes.append(
                    try session.creation(
                        of: "account",
                        [
                            "household": .reference(ids.household), "scheme": .text("iban"),
                            "number": .text(account ?? iban(bank: "NBIQ", number: number)),
                        ]))
            }
            changes.append(
                try session.creation(
                    of: "enrolment", id: ids.enrolment,
                    [
                        "household": .reference(ids.household), "unit": .reference(ids.household),
                        "programme": .text("SSN"), "status": .text("active"),
                    ]))
            return changes
        }
        return Family(household: ids.household, head: ids.head, enrolment: ids.enrolment)
    }

    // MARK: Steps

    static let cutOff = Instant.at("2026-02-09T12:00:00Z")

    /// A payroll of February that is computed.
    func computed(includeStale: Bool = false) throws -> PayrollSummary {
        let id = try desk.open(programme: nil, cycle: .february, by: "maker").id
        _ = try desk.freeze(id, cutOff: Self.cutOff, includeStale: includeStale, by: "maker")
        return try desk.compute(id, by: "maker")
    }

    /// A payroll of February that two people approved.
    func approved() throws -> PayrollSummary {
        let id = try computed().id
        _ = try desk.review(id, by: "reviewer")
        _ = try desk.approve(id, by: "first")
        return try desk.approve(id, by: "second")
    }

    func count(_ entity: String) throws -> Int {
        try journal.read { try $0.count(entity) }
    }
}
