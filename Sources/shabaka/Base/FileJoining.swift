import ChangeLog
import Foundation
import Sync
import Trust

/// How a node without a network comes by its certificate: a request out, an answer in.
struct FileJoining {
    private let directory: NodeDirectory

    init(_ directory: NodeDirectory) {
        self.directory = directory
    }

    /// Writes the request; its TLS key waits in the directory for the answer.
    func request(
        from node: Node, hosts: [String], to file: FilePath
    ) throws -> FileJoinRequest {
        let tlsKey = try TLSKey.generate()
        let request = FileJoinRequest(
            node: node.name, areas: node.journal.identity.areas, hosts: hosts,
            key: try CertifiedKey(
                node: node.name, tlsKey: tlsKey, signingKey: node.journal.identity.signingKey))
        try directory.write(tlsKey.pem, to: directory.pendingKey, isSecret: true)
        try directory.write(try JSONDocument.text(of: request), to: file.absolute)
        return request
    }

    /// Takes the answer; afterwards the node is a member and exchanges bundles.
    ///
    /// - Parameter code: what was read out where it was signed.
    func accept(_ file: FilePath, code: String, by node: Node) throws -> FileJoinAnswer {
        let answer = try Self.read(FileJoinAnswer.self, file)
        guard answer.kind == "shabaka-join-answer-1" else {
            throw FileJoinFault.notAnAnswer(file.absolute)
        }
        guard answer.code == code.uppercased() else {
            throw FileJoinFault.otherCode(file.absolute, found: answer.code)
        }
        guard answer.node == node.name, answer.role == node.role.rawValue else {
            throw FileJoinFault.forAnother(
                file.absolute, found: "\(answer.node) (\(answer.role))",
                here: "\(node.name) (\(node.role.rawValue))")
        }
        guard let pem = try directory.text(of: directory.pendingKey) else {
            throw FileJoinFault.noRequest(node.name)
        }
        let certificate = try Certificate(pem: answer.certificate)
        let authority = try Certificate(pem: answer.authority)
        let key = try TLSKey(pem: pem)
        guard certificate.fits(key), certificate.node == node.name,
            certificate.isIssued(by: authority)
        else { throw FileJoinFault.otherRequest(file.absolute) }
        _ = try VerifyingKey(bytes: Array(answer.upstreamKey))
        try NodeKeys(of: directory).keep(
            certificatePEM: answer.certificate, key: key, authorityPEM: answer.authority)
        var settings = try NodeSettings(of: directory)
        let isSame = settings.upstream?.name == answer.upstream
        settings.upstream = NodeSettings.Upstream(
            name: answer.upstream, url: isSame ? settings.upstream?.url ?? "" : "",
            signingKey: answer.upstreamKey)
        settings.areas = answer.areas
        try settings.save(in: directory)
        try FileManager.default.removeItem(atPath: directory.pendingKey)
        return answer
    }

    /// Reads what the other side wrote.
    static func read<Document: Decodable>(
        _ type: Document.Type, _ file: FilePath
    ) throws -> Document {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(
                type, from: try Data(contentsOf: URL(fileURLWithPath: file.absolute)))
        } catch is DecodingError {
            throw FileJoinFault.notAnAnswer(file.absolute)
        }
    }
}

/// Why joining by files does not go on.
enum FileJoinFault: Error, CustomStringConvertible {
    case notAnAnswer(String)
    case otherCode(String, found: String)
    case forAnother(String, found: String, here: String)
    case noRequest(String)
    case otherRequest(String)

    var description: String {
        switch self {
        case .notAnAnswer(let file):
            "“\(file)” was written neither by “shabaka join --request” nor by “shabaka pki sign”."
        case .otherCode(let file, let found):
            "“\(file)” has the code \(found), which is not what was read out. Ask again where it "
                + "was signed; if it differs, somebody changed the stick."
        case .forAnother(let file, let found, let here):
            "“\(file)” is for \(found), this is \(here)."
        case .noRequest(let name):
            "\(name) waits for no certificate. Make a request first: “shabaka join --request”."
        case .otherRequest(let file):
            "“\(file)” answers another request than the last one of this node. Carry the newest "
                + "request to be signed."
        }
    }
}
