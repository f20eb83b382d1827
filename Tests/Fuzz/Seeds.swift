import ChangeLog
import Foundation
import Registry
import Storage
import Sync
import Trust

/// What the parsers read in earnest, as a place to begin from: messages that a hub and a province
/// exchanged, their changesets, a bundle, a request, files of families.
struct Seeds {
    private let folder: String
    private let hub: Journal
    private let province: Journal
    /// The province again, with nothing on its disk: what it wrote comes back to it.
    private let restored: Journal

    init() throws {
        folder = "/dev/shm/shabaka-fuzz-seeds-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let keys = [try SigningKey.generate(), try SigningKey.generate()]
        restored = try Self.open("\(folder)/restored.db", "IQ-BG", .province, ["IQ-BG"], keys[1])
        hub = try Self.open("\(folder)/hub.db", "HUB", .hub, [], keys[0])
        province = try Self.open("\(folder)/province.db", "IQ-BG", .province, ["IQ-BG"], keys[1])
        try Self.enter(hub) { session in
            [
                try session.creation(of: "area", ["code": .text("IQ-BG")]),
                try session.creation(
                    of: "node",
                    [
                        "name": .text("HUB"), "role": .text("hub"),
                        "signing_key": .bytes(keys[0].publicKey.bytes),
                    ]),
                try session.creation(
                    of: "node",
                    [
                        "name": .text("IQ-BG"), "role": .text("province"),
                        "upstream": .text("HUB"), "areas": .text("IQ-BG"),
                        "signing_key": .bytes(keys[1].publicKey.bytes),
                    ]),
            ]
        }
    }

    func end() {
        try? FileManager.default.removeItem(atPath: folder)  // what is left only takes up space
    }

    private static func open(
        _ path: String, _ name: String, _ role: Journal.Role, _ areas: [String], _ key: SigningKey
    ) throws -> Journal {
        try Journal(
            store: try Store(
                path: path, migrations: LogSchema.migrations + MembershipSchema.migrations,
                durability: .processOnly),
            identity: Journal.Identity(name: name, role: role, areas: areas, signingKey: key),
            clock: HybridClock { 1_700_000_000_000 }, entropy: Entropy { SecureRandom.word() })
    }

    private static func enter(
        _ journal: Journal, _ changes: (JournalSession) throws -> [Change]
    ) throws {
        try journal.write { session in
            _ = try session.append(
                try changes(session), by: Authorship(actor: "clerk", reasonCode: "import"))
        }
    }

    /// The messages of a round, and of one after the province lost its disk: opened, each behind the
    /// byte that names its kind.
    func messages() throws -> [[UInt8]] {
        try Self.enter(province) { session in
            let household = try session.creation(
                of: "household",
                ["number": .text("BG-1"), "area": .text("IQ-BG"), "category": .text("poor")])
            return [household]
        }
        return try messages(of: province) + messages(of: restored)
    }

    private func messages(of node: Journal) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        func keep(_ kind: ForeignParser.Message, _ bytes: [UInt8]?) {
            if let bytes { found.append([kind.rawValue] + bytes) }
        }
        let round = SyncRound(node)
        while let request = try round.next() {
            do {
                let answer = try SyncServer(hub).answer(request.call, request.body, from: "IQ-BG")
                switch request.call {
                case .hello:
                    keep(.hello, request.body)
                    keep(.helloAnswer, answer)
                case .push:
                    keep(.push, Compression.decompress(request.body))
                    keep(.pushAnswer, answer)
                case .pull:
                    keep(.pull, request.body)
                    keep(.pullAnswer, Compression.decompress(answer))
                case .feed:
                    keep(.feed, request.body)
                    keep(.page, Compression.decompress(answer))
                }
                try round.take(answer)
            } catch let refusal as SyncRefusal where round.take(refusal) {
                continue
            }
        }
        return found
    }

    func changesets() throws -> [[UInt8]] {
        try messages().filter { $0.first == ForeignParser.Message.push.rawValue }
            .flatMap { try PushFrame(bytes: Array($0.dropFirst())).entries }
    }

    /// A bundle as it lies on a stick, and the inside of one.
    func bundles() throws -> [[UInt8]] {
        let path = "\(folder)/up.bundle"
        _ = try messages()  // a first round brings the hub's key
        let upstream = BundleDesk.Upstream(name: "HUB")
        _ = try BundleDesk(province, upstream: upstream, scratch: folder)
            .export(for: "HUB", to: path)
        var manifest = BundleManifest()
        manifest.sender = "IQ-BG"
        manifest.receiver = "HUB"
        let writer = try BundleFrames.Writer("\(folder)/frames")
        try writer.write(.manifest, manifest.bytes)
        try writer.finish()
        return [try Self.read(path), try Self.read("\(folder)/frames")]
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

extension ForeignParser {
    /// Where to begin.
    func seeds() throws -> [[UInt8]] {
        switch self {
        case .message: return try Self.made { try $0.messages() }
        case .frame:
            return try Self.made { try $0.messages() }.map { Compression.compress($0) }
        case .changeset: return try Self.made { try $0.changesets() }
        case .bundle: return try Self.made { try $0.bundles() }
        case .certificate:
            let key = try TLSKey.generate()
            let authority = try CertificateAuthority.create(
                name: "Fuzz", now: 1_700_000_000, validDays: 1)
            return [
                Array(try CertificateRequest.create(key: key).utf8), authority.certificate.der,
            ]
        case .csv:
            return [
                Array(
                    """
                    person_number,household_number,relationship,given_name,father_name,\
                    grandfather_name,family_name,mother_name,sex,birth_date,national_id,phone,\
                    marital_status,disability,employment
                    BG-1-01,BG-1,head,تغريد,عقيل,علي,"البز""وني",زهراء,F,١٩٧٥-٠٩,197513524553,\
                    07785559795,married,no,casual

                    """.utf8)
            ]
        }
    }

    private static func made(_ body: (Seeds) throws -> [[UInt8]]) throws -> [[UInt8]] {
        let seeds = try Seeds()
        defer { seeds.end() }
        return try body(seeds)
    }
}
