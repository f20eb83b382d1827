import Foundation
import Payroll
import Registry
import Testing
import Trust

@Suite("Payment orders leave as ISO 20022 messages")
struct PaymentOrderTests {
    static let names = [
        "تغريد عقيل علي",
        "ع\u{64E}ل\u{650}ي\u{651} بن أبي طالب",
        "\u{200F}محمد\u{200F} \u{202B}Smith & Sons\u{202C}",
        "<\u{301}script>\u{20DD} \"O'Brien\"\u{301} &\u{301} Co",
        "]]> <!-- Ali -->",
        String(repeating: "عبدالرزاق ", count: 40),
        "م" + String(repeating: "\u{651}", count: 300),
        "𐍈 علي 👨‍👩‍👧‍👦",
    ]

    static func entitlements(count: Int = 40) throws -> [Entitlement] {
        let banks = ["NBIQ", "RAFB", "RDNB", "TRIQ"]
        return try PayrollSnapshot.of(
            (0..<count).map { n in
                .number(
                    n, size: 1 + n % 9, name: names[n % names.count],
                    account: iban(bank: banks[n % 4], number: n))
            }
        ).plan().entitlements
    }

    static func banks(maximum: Int = 50_000) throws -> [BankProfile] {
        try ["NBIQ", "RAFB", "RDNB"].map {
            try BankProfile(
                code: $0, name: "Bank & \($0)", bic: "\($0)IQBA", maximumPayments: maximum)
        } + [
            BankProfile(
                code: "TRIQ", name: "مصرف التجارة", bic: nil,
                debtorAccount: IBAN(iban(bank: "TRIQ", number: 999)), maximumPayments: maximum)
        ]
    }

    static func orders(
        _ entitlements: [Entitlement], maximum: Int = 50_000, attempts: [RecordID: Int] = [:]
    ) throws -> [PaymentOrder] {
        try PaymentOrder.plan(
            payroll: .number(1), entitlements: entitlements,
            approved: PayrollDigest.of(entitlements, currency: .iraqiDinar), attempts: attempts,
            banks: banks(maximum: maximum),
            debtor: Debtor(
                name: "وزارة العمل والشؤون الاجتماعية",
                account: IBAN(iban(bank: "RAFB", number: 1)), agentName: "Rafidain",
                agentBIC: "RAFBIQBAXXX"),
            sealedAt: .noon, executionDate: require(CivilDate("2026-02-15")))
    }

    @Test("each file is valid against the schema, nasty names included")
    func schema() throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "payroll-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let orders = try Self.orders(try Self.entitlements())
        #expect(orders.map(\.bank.code) == ["NBIQ", "RAFB", "RDNB", "TRIQ"])
        for order in orders {
            let file = try order.render()
            let path = directory.appending(path: file.name)
            try Data(file.bytes).write(to: path)
            let result = try Self.xmllint([
                "--noout", "--nonet", "--schema", Self.schemaPath, path.path(),
            ])
            #expect(result.status == 0, "\(result.messages)")
        }
    }

    @Test("numbers and sums agree at both levels, in the rows and in the manifest")
    func sums() throws {
        let entitlements = try Self.entitlements()
        let orders = try Self.orders(entitlements)
        var paid = 0
        var total: Int64 = 0
        for order in orders {
            let file = try order.render()
            let text = String(decoding: file.bytes, as: UTF8.self)
            let amounts = Self.values(of: "InstdAmt", in: text)
            let sum = try amounts.reduce(Money.zero(.iraqiDinar)) {
                try $0.adding(Money($1, currency: .iraqiDinar))
            }
            #expect(Self.values(of: "CtrlSum", in: text) == [sum.decimalText, sum.decimalText])
            let count = String(amounts.count)
            #expect(Self.values(of: "NbOfTxs", in: text) == [count, count])
            #expect(!text.contains("Ccy=\"USD\""))
            let manifest = try #require(
                try JSONSerialization.jsonObject(with: Data(file.manifest)) as? [String: Any])
            #expect(manifest["count"] as? Int == amounts.count)
            #expect(manifest["total_minor"] as? Int64 == sum.amountMinor)
            #expect(manifest["currency"] as? String == "IQD")
            #expect(manifest["sha256"] as? String == sha256(file.bytes).hex)
            #expect(manifest["file"] as? String == file.name)
            paid += amounts.count
            total += sum.amountMinor
        }
        #expect(paid == entitlements.count)
        #expect(total == entitlements.reduce(0) { $0 + $1.amount.amountMinor })
    }

    @Test("the same payroll gives the same bytes, names and numbers, whatever the order")
    func deterministic() throws {
        let entitlements = try Self.entitlements()
        let first = try Self.orders(entitlements).map { try $0.render() }
        let second = try Self.orders(entitlements.reversed()).map { try $0.render() }
        #expect(first == second)
        #expect(Set(first.map(\.name)).count == first.count)
    }

    @Test("names go out as written, escaped letter by letter, cut between letters")
    func names() throws {
        let orders = try Self.orders(try Self.entitlements())
        let text = try orders.map { String(decoding: try $0.render().bytes, as: UTF8.self) }
            .joined()
        #expect(text.contains("<Nm>تغريد عقيل علي</Nm>"))
        #expect(
            text.contains(
                "<Nm>&lt;\u{301}script&gt;\u{20DD} "
                    + "&quot;O&apos;Brien&quot;\u{301} &amp;\u{301} Co</Nm>"
            ))
        #expect(text.contains("]]&gt; &lt;!-- Ali --&gt;"))
        #expect(text.contains("\u{200F}محمد\u{200F} \u{202B}Smith &amp; Sons\u{202C}"))
        for name in Self.values(of: "Nm", in: text) {
            #expect(name.unicodeScalars.count <= 140 || name.contains("&"))
        }
    }

    @Test("another attempt, payroll or bank is another message")
    func messageIDs() throws {
        let entitlements = try Self.entitlements(count: 1)
        let order = try #require(try Self.orders(entitlements).first)
        let again = try #require(
            try Self.orders(entitlements, attempts: [entitlements[0].id: 2]).first)
        #expect(order.messageID != again.messageID)
        #expect(order.payments[0].id != again.payments[0].id)
        #expect(order.messageID.utf8.count <= 35)
        #expect(order.messageID.hasPrefix("NBIQ-202602-"))
    }

    @Test("a full file begins another, and nobody is in two", arguments: [1, 3, 10])
    func parts(maximum: Int) throws {
        let entitlements = try Self.entitlements()
        let orders = try Self.orders(entitlements, maximum: maximum)
        #expect(orders.allSatisfy { (1...maximum).contains($0.payments.count) })
        let ids = orders.flatMap(\.payments).map(\.id)
        #expect(ids.count == entitlements.count)
        #expect(Set(ids).count == ids.count)
        #expect(Set(orders.map(\.fileName)).count == orders.count)
    }

    @Test("rows that are not those approved are refused")
    func notApproved() throws {
        let entitlements = try Self.entitlements(count: 8)
        let digest = try PayrollDigest.of(entitlements, currency: .iraqiDinar)
        let changed = [
            Array(entitlements.dropLast()),
            [entitlements[0].changed(account: iban(bank: "NBIQ", number: 77))]
                + entitlements.dropFirst(),
            entitlements + [entitlements[0]],
        ]
        for list in changed {
            #expect(throws: PaymentOrder.Refusal.self) {
                try PaymentOrder.plan(
                    payroll: .number(1), entitlements: list, approved: digest,
                    banks: Self.banks(),
                    debtor: Debtor(
                        name: "M", account: entitlements[0].account, agentName: "B",
                        agentBIC: nil),
                    sealedAt: .noon, executionDate: require(CivilDate("2026-02-15")))
            }
        }
    }

    @Test("a bank that is not configured, or twice, is refused")
    func missingBank() throws {
        let entitlements = try Self.entitlements(count: 8)
        let digest = try PayrollDigest.of(entitlements, currency: .iraqiDinar)
        let debtor = try Debtor(
            name: "M", account: entitlements[0].account, agentName: "B", agentBIC: nil)
        let plan = { (banks: [BankProfile]) in
            try PaymentOrder.plan(
                payroll: .number(1), entitlements: entitlements, approved: digest, banks: banks,
                debtor: debtor, sealedAt: .noon, executionDate: require(CivilDate("2026-02-15")))
        }
        let banks = try Self.banks()
        #expect(throws: PaymentOrder.Refusal.bankMissing("TRIQ", payments: 2)) {
            try plan(banks.dropLast())
        }
        #expect(throws: PaymentOrder.Refusal.bankTwice("NBIQ")) { try plan(banks + [banks[0]]) }
    }

    @Test("a bank's configuration is checked")
    func profiles() {
        #expect(throws: BankProfile.Fault.code("rafb")) {
            try BankProfile(code: "rafb", name: "R", bic: nil)
        }
        #expect(throws: BankProfile.Fault.bic("RAFB", bank: "RAFB")) {
            try BankProfile(code: "RAFB", name: "R", bic: "RAFB")
        }
        #expect(throws: BankProfile.Fault.name(bank: "RAFB")) {
            try BankProfile(code: "RAFB", name: "R\n", bic: nil)
        }
        #expect(throws: BankProfile.Fault.maximumPayments(0, bank: "RAFB")) {
            try BankProfile(code: "RAFB", name: "R", bic: nil, maximumPayments: 0)
        }
    }

    @Test("the payment id is that computed apart from this program")
    func paymentID() {
        let id = require(RecordID("0190163d-8694-739b-aea5-966c26f8ad91"))
        #expect(PaymentID(entitlement: id, attempt: 1).text == "ULDH3WMQAH5UTHXC")
        #expect(PaymentID(entitlement: id, attempt: 2).text == "GKZJ6LGRZDYQWO55")
        #expect(PaymentID("ULDH3WMQAH5UTHXC") == PaymentID(entitlement: id, attempt: 1))
        #expect(PaymentID("ULDH3WMQAH5UTHX1") == nil)
        #expect(PaymentID("ULDH3WMQAH5UTHX") == nil)
    }

    private static let schemaPath = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../schemas/iso20022/pain.001.001.09.xsd").path()

    private static func values(of element: String, in text: String) -> [String] {
        text.components(separatedBy: "<\(element)").dropFirst().compactMap { part in
            guard let start = part.firstIndex(of: ">"),
                let end = part.range(of: "</\(element)>")
            else { return nil }
            return String(part[part.index(after: start)..<end.lowerBound])
        }
    }

    private static func xmllint(_ arguments: [String]) throws -> (status: Int32, messages: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["xmllint"] + arguments
        let messages = Pipe()
        process.standardError = messages
        try process.run()
        let data = try messages.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
