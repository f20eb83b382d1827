import ChangeLog
public import Foundation
import Trust

/// What a node without a network carries to its upstream to be let in.
public struct FileJoinRequest: Sendable, Codable {
    /// What the file is, for whoever opens it.
    public var kind = "shabaka-join-request-1"
    public var node: String
    /// The areas that the node asks for; who signs may give others.
    public var areas: [String]
    public var hosts: [String]
    public var key: CertifiedKey

    public init(node: String, areas: [String], hosts: [String], key: CertifiedKey) {
        self.node = node
        self.areas = areas
        self.hosts = hosts
        self.key = key
    }

    /// A short code that both sides read to each other: the stick is not trusted.
    public var code: String { SpokenCode.of(Array(key.signingKey) + Array(key.request.utf8)) }
}

/// What the upstream's side gives back: everything that the new node needs to be itself.
public struct FileJoinAnswer: Sendable, Codable {
    public var kind = "shabaka-join-answer-1"
    public var node: String
    public var role: String
    public var areas: [String]
    /// The node that becomes the upstream, and the key with which its bundles are checked.
    public var upstream: String
    public var upstreamKey: Data
    /// The node's certificate (PEM).
    public var certificate: String
    /// The authority's certificate (PEM).
    public var authority: String

    /// A short code that both sides read to each other.
    public var code: String {
        SpokenCode.of(
            Array(authority.utf8) + Array(certificate.utf8) + Array(upstreamKey)
                + Array(upstream.utf8))
    }
}

/// A digest that people can read to each other: five groups of four, 80 bits.
enum SpokenCode {
    static func of(_ bytes: [UInt8]) -> String {
        let hex = Array(sha256(bytes).hex.uppercased().prefix(20))
        return stride(from: 0, to: 20, by: 4).map { String(hex[$0..<$0 + 4]) }
            .joined(separator: "-")
    }
}
