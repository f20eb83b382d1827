import ChangeLog
import Foundation
import Intake
import Registry
import Sync
import Trust

/// A part of the program that reads bytes which others wrote.
enum ForeignParser: String, CaseIterable {
    /// Messages of the protocol, opened; the first byte says which.
    case message
    /// A message as it travels, compressed.
    case frame
    case changeset
    /// A bundle file: its label, and its inside as if it had been decrypted.
    case bundle
    /// A certificate request as text, or a certificate.
    case certificate
    /// A file of persons or households.
    case csv

    /// Reads the bytes, and holds what was read against the rules that every reading keeps.
    func feed(_ bytes: [UInt8]) {
        switch self {
        case .message: Self.message(bytes)
        case .frame:
            if let opened = Compression.decompress(bytes) {
                precondition(opened.count <= Compression.maximumBytes, "a frame is too large")
            }
        case .changeset: Self.changeset(bytes)
        case .bundle: Self.bundle(bytes)
        case .certificate: Self.certificate(bytes)
        case .csv: Self.csv(bytes)
        }
    }

    /// What is read and written again reads the same.
    private static func message(_ bytes: [UInt8]) {
        guard let kind = bytes.first.map({ Message(rawValue: $0 % 8) }) ?? nil,
            let first = try? kind.rewritten(Array(bytes.dropFirst()))
        else { return }  // refused: nothing to hold
        guard let second = try? kind.rewritten(first) else {
            preconditionFailure("what was written is not read")
        }
        precondition(first == second, "what was written reads otherwise")
    }

    /// The messages of the protocol, as the first byte of an input names them.
    enum Message: UInt8 {
        case hello, helloAnswer, push, pushAnswer, feed, page, pull, pullAnswer

        /// The message read and written again.
        func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
            switch self {
            case .hello: try Hello(bytes: bytes).bytes
            case .helloAnswer: try HelloAnswer(bytes: bytes).bytes
            case .push: try PushFrame(bytes: bytes).bytes
            case .pushAnswer: try PushAnswer(bytes: bytes).bytes
            case .feed: try FeedRequest(bytes: bytes).bytes
            case .page: try Page(WireReader(bytes)).bytes
            case .pull: try PullRequest(bytes: bytes).bytes
            case .pullAnswer: try PullAnswer(bytes: bytes).bytes
            }
        }
    }

    /// A changeset is known by its bytes: the same bytes give the same digest.
    private static func changeset(_ bytes: [UInt8]) {
        var hasher = SHA256Hasher()
        guard let first = try? Changeset(bytes: bytes, hasher: &hasher),
            let second = try? Changeset(bytes: first.bytes, hasher: &hasher)
        else { return }  // refused: nothing to hold
        precondition(first.digest == second.digest, "one changeset has two digests")
        precondition(first.bytes == bytes, "bytes as received are kept")
    }

    private static func bundle(_ bytes: [UInt8]) {
        let path = "/dev/shm/shabaka-fuzz-\(getpid())"
        defer { unsafe unlink(path) }
        guard (try? store(bytes, to: path)) != nil else { return }  // no place for the file
        if let file = try? BundleFile(path) {
            precondition(file.label.sender.utf8.count <= bytes.count, "a label from nowhere")
        }
        // What is inside is read record by record; an error ends it.
        try? BundleFrames.read(path, named: "fuzz") { kind, body in
            if kind == .manifest { _ = try BundleManifest(bytes: body) }
        }
    }

    private static let authority = try? CertificateAuthority.create(
        name: "Fuzz", now: 1_700_000_000, validDays: 1)

    private static func certificate(_ bytes: [UInt8]) {
        // An error is the answer that is wanted.
        if let certificate = try? Certificate(der: bytes) {
            _ = authority.map { certificate.isIssued(by: $0) }
        }
        let made = try? authority?.issue(
            request: String(decoding: bytes, as: UTF8.self), node: "IQ-BG", hosts: ["127.0.0.1"],
            now: 1_700_000_001, validSeconds: 3600)
        if let made { precondition(made.node == "IQ-BG", "the request chose its own name") }
    }

    /// Reading on from any place that the reader named gives the rows that follow it.
    private static func csv(_ bytes: [UInt8]) {
        let path = "/dev/shm/shabaka-fuzz-\(getpid())"
        defer { unsafe unlink(path) }
        guard (try? store(bytes, to: path)) != nil,
            let today = CivilDate(year: 2026, month: 1, day: 1),
            var reader = try? CSVReader(path: path), let header = try? reader.next(),
            var other = try? CSVReader(path: path), (try? other.next()) != nil
        else { return }  // refused: nothing to hold
        let layout = try? ImportMapping.builtIn.layout(
            header: header, file: "fuzz.csv", today: today)
        do {
            while true {
                let place = reader.position
                guard let row = try reader.next() else { break }
                try other.resume(at: place)
                let same = try other.next()
                precondition(same?.texts == row.texts, "a row reads otherwise from its place")
                guard row.fault == nil, let layout else { continue }
                switch layout.kind {
                case .person: _ = PersonDraft.parse(row, layout)
                case .household: _ = HouseholdDraft.parse(row, layout)
                case .deaths: _ = DeathDraft.parse(row, layout)
                }
            }
        } catch {
            // The rest cannot be read: that is said to the user.
        }
    }
}

/// Writes a file whole.
func store(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
}
