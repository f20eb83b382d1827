public import ChangeLog
public import Foundation
public import Trust

/// What an operator carries to a new node: whom it becomes, and how it knows its federation.
///
/// It is good once and for a short time. Nothing is sent to anybody before the authority's
/// certificate has matched the digest in here.
public struct JoinToken: Sendable, Codable, Equatable {
    /// Tokens end after this many seconds: a week, since laptops travel.
    public static let validSeconds: Int64 = 7 * 86_400

    public var node: String
    public var role: Journal.Role
    public var areas: [String]
    /// The node that gave it out, which becomes the upstream.
    public var upstream: String
    /// SHA-256 of the authority's certificate (DER), in hexadecimal digits.
    public var authority: String
    /// 32 random bytes; the upstream keeps their digest only.
    public var secret: Data
    /// Unix seconds.
    public var expires: Int64

    init(
        node: String, role: Journal.Role, areas: [String], upstream: String,
        authority: Digest, secret: [UInt8], expires: Int64
    ) {
        self.node = node
        self.role = role
        self.areas = areas
        self.upstream = upstream
        self.authority = authority.hex
        self.secret = Data(secret)
        self.expires = expires
    }

    /// What the upstream keeps of the secret.
    public static func digest(of secret: Data) -> Digest {
        sha256(Array(secret))
    }

    /// One word without spaces: `shabaka1.` and base 64 for URLs.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A struct of texts and numbers always has a JSON form.
        let json = (try? encoder.encode(self)) ?? Data()
        return "shabaka1."
            + json.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// The token that `text` wrote; nil for anything else.
    public init?(_ text: String) {
        let word = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard word.hasPrefix("shabaka1.") else { return nil }
        var base64 = word.dropFirst(9)
            .replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        while !base64.count.isMultiple(of: 4) { base64 += "=" }
        guard let json = Data(base64Encoded: base64),
            let token = try? JSONDecoder().decode(JoinToken.self, from: json),
            Digest(hex: token.authority) != nil, token.secret.count == 32
        else { return nil }
        self = token
    }
}

extension Journal.Role: Codable {}
