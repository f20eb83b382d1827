import Casework
import ChangeLog
import Foundation
import Payroll
import Registry
import Storage
import Trust

extension TestConsole {
    /// A household of its own, with nobody in it.
    func addHousehold(_ number: String, area: String = "01-1") throws -> RecordID {
        try journal.write { session in
            let change = try session.creation(
                of: "household",
                [
                    "number": .text(number), "area": .text(area),
                    "registered_on": .text("2026-01-01"),
                ])
            try session.append([change], by: Self.clerk)
            return change.record
        }
    }

    /// A duplicate case between two households, as the comparison opens one.
    func addCase(_ earlier: RecordID, _ later: RecordID) throws -> RecordID {
        try journal.write { session in
            let change = try session.creation(
                of: "duplicate_case",
                [
                    "earlier_household": .reference(earlier), "later_household": .reference(later),
                    "pairs": .text("[]"), "probability_ppm": .integer(990_000),
                    "model": .text("test"), "opened_on": .integer(1_700_000_000_000),
                    "status": .text("open"),
                ])
            try session.append([change], by: Self.clerk)
            return change.record
        }
    }

    /// Another node edits the category of the family without knowing what was edited here.
    ///
    /// - Returns: the page of the conflict.
    func addConflict(_ text: String) throws -> String {
        let other = try Self.otherNode("IQ-BA", .province)
        try Self.carry(from: journal, to: other)
        for (node, category) in [(journal, "widow"), (other, text)] {
            _ = try node.write { session in
                try session.append(
                    [
                        try session.edit(
                            of: "household", family, ["category": .text(category)])
                    ], by: Authorship(actor: text, reasonCode: "test", reason: text))
            }
        }
        try Self.carry(from: other, to: journal)
        let found = try journal.read { try Conflicts($0).list().files }
        return found.first.map { "/conflicts/\($0.conflict.record)/\($0.conflict.group)" } ?? ""
    }

    /// Another node with a registry of its own.
    static func otherNode(_ name: String, _ role: Journal.Role) throws -> Journal {
        try Journal(
            store: try Store(
                path: FileManager.default.temporaryDirectory
                    .appendingPathComponent("shabaka-\(UUID().uuidString).db").path,
                migrations: LogSchema.migrations, durability: .processOnly),
            identity: Journal.Identity(
                name: name, role: role, areas: role == .hub ? [] : [name],
                signingKey: try SigningKey.generate()),
            clock: HybridClock { 1_700_000_000_000 }, entropy: Entropy { SecureRandom.word() })
    }

    /// Brings all that one node wrote to another one.
    static func carry(from: Journal, to: Journal) throws {
        let entries = try from.read { view in
            var hasher = SHA256Hasher()
            return try view.transaction.rows(
                "SELECT body FROM journal WHERE kind = 0 ORDER BY pos"
            ).map { try Changeset(bytes: $0.bytes(0), hasher: &hasher) }
        }
        for entry in entries {
            try to.write { session in
                _ = try session.accept(entry, isSigned: true, received: nil)
            }
        }
    }

    /// A sealed payroll with a file that pays the family.
    ///
    /// - Parameter name: whom it pays.
    /// - Returns: the payroll and the name of its file.
    func addPaymentFile(to name: String) throws -> (payroll: RecordID, file: String) {
        let payroll = try addPayroll()
        let file = "RAFB-202602-TEST.pain.001.001.09.xml"
        _ = try journal.write { session in
            let household = FieldValue.reference(family)
            let order = try session.creation(
                of: "payment_file",
                [
                    "payroll": .reference(payroll), "bank": .text("RAFB"), "name": .text(file),
                    "payments": .integer(1), "total": .integer(200_000_000),
                    "currency": .text("IQD"), "sha256": .bytes(sha256([1]).bytes),
                    "created_on": .integer(1_700_000_000_000),
                ])
            let entitlement = try session.creation(
                of: "entitlement",
                [
                    "household": household, "payroll": .reference(payroll),
                    "enrolment": .reference(journal.newID()), "unit": .reference(family),
                    "amount": .integer(200_000_000), "currency": .text("IQD"),
                    "rule_lines": .text("[]"), "payee_name": .text(name),
                    "account_number": .text(name), "bank": .text("RAFB"), "area": .text("01-1"),
                    "revision": .integer(0),
                ])
            try session.append(
                [
                    order, entitlement,
                    try session.creation(
                        of: "payment",
                        [
                            "household": household, "entitlement": .reference(entitlement.record),
                            "attempt": .integer(1), "payment_id": .text("P1"),
                            "file": .reference(order.record), "state": .text("in_file"),
                        ]),
                ], by: Authorship(actor: "samir", reasonCode: "export"))
        }
        return (payroll, file)
    }

    /// A programme with a rule, and a payroll of it.
    func addPayroll() throws -> RecordID {
        try journal.write { session in
            try session.append(
                [
                    try session.creation(
                        of: "programme",
                        [
                            "code": .text("SSN"), "unit": .text("household"),
                            "currency": .text("IQD"),
                        ])
                ], by: Self.clerk)
            let payroll = try session.creation(
                of: "payroll",
                [
                    "programme": .text("SSN"), "cycle": .text("2026-02"),
                    "state": .text("draft"), "opened_by": .text("somebody"),
                    "revision": .integer(0),
                ])
            try session.append([payroll], by: Self.clerk)
            return payroll.record
        }
    }
}
