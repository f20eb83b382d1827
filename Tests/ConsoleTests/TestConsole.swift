import Casework
import ChangeLog
import Console
import Foundation
import Payroll
import Registry
import Storage
import Synchronization
import Trust

/// The pages of a node with two provinces, a family, and an account for each role.
final class TestConsole: Sendable {
    let journal: Journal
    let site: ConsoleSite
    let family: RecordID
    let duplicates: DuplicateDesk
    private let folder: String

    /// - Parameters:
    ///   - name: what is written into every field of the family that takes text.
    ///   - status: how the node is, if not well and alone.
    ///   - askElsewhere: how the node above answers; nil where nothing is above.
    init(
        _ role: Journal.Role = .hub, name: String = "زينب", status: NodeStatus? = nil,
        askElsewhere: (@Sendable (ElsewhereQuestion) -> ElsewhereOutcome)? = nil
    ) throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("shabaka-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let clock = SharedTime()
        let words = SharedTime()
        let journal = try Journal(
            store: try Store(
                path: folder + "/node.db",
                migrations: LogSchema.migrations + DeskSchema.migrations,
                durability: .processOnly),
            identity: Journal.Identity(
                name: role == .hub ? "HUB" : "IQ-BG", role: role,
                areas: role == .hub ? [] : ["IQ-BG"], signingKey: try SigningKey.generate()),
            clock: HybridClock { clock.value },
            entropy: Entropy { words.next() })
        self.journal = journal
        shared = clock
        family = journal.newID()
        duplicates = DuplicateDesk(journal)
        site = ConsoleSite(
            ConsoleHost(
                journal: journal, duplicates: duplicates,
                status: { status ?? Self.status(role) }, statusDocument: { "{}" },
                payrollDesk: {
                    PayrollDesk(
                        journal,
                        configuration: try JSONDecoder().decode(
                            PaymentConfiguration.self, from: Data(Self.payments.utf8)))
                },
                startSync: nil, askElsewhere: askElsewhere, bundles: Self.bundles,
                configuration: { Self.configuration }, runLong: { $0() },
                giveToken: { _, _ in "token" },
                revoke: { _, _, _ in }))
        if role == .hub {
            try Self.addAreas(to: journal)
        } else {
            // Only headquarters writes areas: a province hears of them from there.
            let headquarters = try Self.otherNode("HUB", .hub)
            try Self.addAreas(to: headquarters)
            try Self.addNode(to: headquarters)
            try Self.carry(from: headquarters, to: journal)
        }
        try addFamily(name)
        for role in StaffRole.allCases {
            try journal.write { session in
                try AccountDesk(session).add(
                    role.rawValue, roles: [role], areas: [], password: nil, by: Self.clerk)
            }
        }
    }

    private let shared: SharedTime

    deinit {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static let bundles = BundleWork(
        make: { Array("for \($0)".utf8) },
        take: { BundleWork.Taken(sender: "IQ-BA", fate: .taken, changes: $0.count, records: 0) })

    private static let configuration = NodeConfiguration(
        ports: [("console", "https://127.0.0.1:1")], upstreamAddress: "",
        debtor: NodeConfiguration.Debtor(name: "Ministry", account: "IQ98", agent: "Bank"),
        banks: [NodeConfiguration.Bank(code: "RAFB", name: "Rafidain", bic: "")])

    private static let payments = """
        {"debtor": {"name": "Ministry", "account": "IQ98NBIQ850123456789012", "agentName": "Bank"},
        "banks": []}
        """

    static let clerk = Authorship(actor: "clerk", reasonCode: "test")

    /// Lets time go on.
    func wait(minutes: Int) {
        shared.add(UInt64(minutes) * 60_000)
    }

    // MARK: Asking

    /// Asks as somebody with this role, or as a stranger.
    func get(_ path: String, as role: StaffRole? = nil, language: Language = .english) -> WebAnswer
    {
        let session = role.map { site.beginSession(of: $0.rawValue) }
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        return site.answer(
            WebRequest(
                method: "GET", path: parts[0], query: parts.count > 1 ? parts[1] : "",
                cookie: "\(session?.cookie ?? ""); language=\(language.rawValue)"))
    }

    func post(
        _ path: String, _ fields: [(String, String)], as role: StaffRole? = nil,
        csrf: String? = nil
    ) -> WebAnswer {
        let session = role.map { site.beginSession(of: $0.rawValue) }
        let all = fields + [("csrf", csrf ?? session?.csrf ?? "")]
        return site.answer(
            WebRequest(
                method: "POST", path: path, cookie: (session?.cookie ?? "") + "; language=en",
                fetchSite: "same-origin", body: Self.form(all)))
    }

    static func form(_ fields: [(String, String)]) -> [UInt8] {
        func encode(_ text: String) -> String {
            text.utf8.map { byte in
                let hex = String(byte, radix: 16, uppercase: true)
                return "%" + (byte < 16 ? "0" : "") + hex
            }.joined()
        }
        return Array(fields.map { "\(encode($0))=\(encode($1))" }.joined(separator: "&").utf8)
    }

    // MARK: What is there

    private static func addAreas(to journal: Journal) throws {
        let areas = [
            ("IQ", nil, "country"), ("IQ-BG", "IQ", "province"), ("01-1", "IQ-BG", "district"),
            ("IQ-BA", "IQ", "province"), ("02-1", "IQ-BA", "district"),
        ]
        try journal.write { session in
            for (code, parent, kind) in areas {
                var values: [String: FieldValue] = ["code": .text(code), "kind": .text(kind)]
                if let parent { values["parent"] = .text(parent) }
                try session.append([try session.creation(of: "area", values)], by: Self.clerk)
            }
        }
    }

    private static func addNode(to journal: Journal) throws {
        _ = try journal.write { session in
            try session.append(
                [
                    try session.creation(
                        of: "node",
                        [
                            "name": .text("IQ-BG"), "role": .text("province"),
                            "upstream": .text("HUB"), "areas": .text("IQ-BG"),
                            "signing_key": .bytes(try SigningKey.generate().publicKey.bytes),
                        ])
                ], by: Self.clerk)
        }
    }

    private func addFamily(_ name: String) throws {
        try journal.write { session in
            let household = FieldValue.reference(family)
            let person = try session.creation(
                of: "person",
                [
                    "given_name": .text(name), "father_name": .text(name),
                    "grandfather_name": .text(name), "family_name": .text(name),
                    "mother_name": .text(name), "phone": .text(name), "sex": .text(name),
                    "birth_date": .text(name), "marital_status": .text(name),
                ])
            try session.append(
                [
                    try session.creation(
                        of: "household", id: family,
                        [
                            "number": .text(name), "area": .text("01-1"),
                            "registered_on": .text(name), "category": .text(name),
                            "dwelling": .text(name),
                        ]), person,
                    try session.creation(
                        of: "membership",
                        [
                            "household": household, "person": .reference(person.record),
                            "relationship": .text("head"),
                        ]),
                    try session.creation(
                        of: "identifier",
                        [
                            "person": .reference(person.record), "scheme": .text("national-id"),
                            "value": .text(name),
                        ]),
                    try session.creation(
                        of: "address", ["household": household, "text": .text(name)]),
                    try session.creation(
                        of: "account",
                        [
                            "household": household, "scheme": .text(name), "number": .text(name),
                        ]),
                    try session.creation(
                        of: "note", ["household": household, "text": .text(name)]),
                ], by: Authorship(actor: name, reasonCode: name, reason: name))
        }
    }

    static func status(_ role: Journal.Role) -> NodeStatus {
        NodeStatus(
            name: role == .hub ? "HUB" : "IQ-BG", role: role.rawValue,
            areas: role == .hub ? [] : ["IQ-BG"], upstream: nil,
            peers: [
                NodeStatus.Peer(
                    name: "IQ-BA", role: "province", areas: ["IQ-BA"], lastContact: nil,
                    completeAt: nil, clockOffsetMilliseconds: nil, isRevoked: false)
            ], households: 1, persons: 1, changesets: 1, openDuplicates: 0, openConflicts: 0,
            brokenRules: 0, certificateDays: 300, freeDiskBytes: nil)
    }
}

/// A number that several hold.
final class SharedTime: Sendable {
    private let state = Mutex<UInt64>(1_700_000_000_000)

    var value: UInt64 { state.withLock { $0 } }

    func add(_ more: UInt64) { state.withLock { $0 += more } }

    /// Words without order, the same in each run.
    func next() -> UInt64 {
        state.withLock { state in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 31)
        }
    }
}
