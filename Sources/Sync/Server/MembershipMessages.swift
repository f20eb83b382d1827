import ChangeLog
public import Foundation
public import Trust

/// A new node asks to be let in.
public struct JoinRequest: Sendable, Codable {
    /// The secret of its token.
    public var secret: Data
    public var key: CertifiedKey

    public init(secret: Data, key: CertifiedKey) {
        self.secret = secret
        self.key = key
    }
}

/// A member asks for a new certificate before or after the old one ends.
public struct RenewRequest: Sendable, Codable {
    public var node: String
    public var key: CertifiedKey
    /// The hosts in its present certificate, for an upstream that knows none of its certificates;
    /// nil from programs that are older.
    public var hosts: [String]?

    public init(node: String, key: CertifiedKey, hosts: [String]? = nil) {
        self.node = node
        self.key = key
        self.hosts = hosts
    }
}

/// A province asks the hub for a certificate for a node below it.
public struct SignRequest: Sendable, Codable {
    public var node: String
    public var areas: [String]
    public var hosts: [String]
    public var key: CertifiedKey
}

/// What comes back: everything that the new node needs to be itself.
public struct JoinAnswer: Sendable, Codable {
    /// The node's certificate (PEM).
    public var certificate: String
    /// The authority's certificate (PEM).
    public var authority: String
    /// The name of the upstream that answered.
    public var upstream: String
}

/// A request for a certificate, bound to the node's name by its signing key.
public struct CertifiedKey: Sendable, Codable {
    /// The request for a certificate (PKCS #10, PEM).
    public var request: String
    /// The public half of the key that signs the node's log (DER).
    public var signingKey: Data
    /// That key's signature under name and request.
    public var proof: Data

    /// A request for `tlsKey` in the name of a node. Throws `OpenSSLFailure`.
    public init(node: String, tlsKey: TLSKey, signingKey: SigningKey) throws {
        request = try CertificateRequest.create(key: tlsKey)
        self.signingKey = Data(signingKey.publicKey.bytes)
        proof = Data(try signingKey.sign(Self.message(node: node, request: request)))
    }

    /// Whether whoever sent it owns the signing key. A repeated request is harmless: what it
    /// brings is of use only to the owner of the TLS key.
    func isProven(for node: String) -> Bool {
        guard let key = try? VerifyingKey(bytes: Array(signingKey)) else { return false }
        return key.verifies(
            Array(proof), of: Self.message(node: node, request: request))
    }

    private static func message(node: String, request: String) -> [UInt8] {
        var writer = WireWriter(capacity: 1024)
        writer.text(1, "shabaka certificate 1")
        writer.text(2, node)
        writer.text(3, request)
        return writer.bytes
    }
}
