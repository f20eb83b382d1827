import COpenSSL

/// The names that a certificate of ours may carry, checked before they come near OpenSSL, whose
/// extension texts are lists with commas: a name with a comma would add names of its own.
enum CertificateNames {
    private static let nodePrefix = "urn:shabaka:node:"

    /// Whether `name` may name a node: 1 to 32 of `A`–`Z`, `0`–`9` and `-`.
    static func isNode(_ name: some StringProtocol) -> Bool {
        let bytes = name.utf8
        return (1...32).contains(bytes.count)
            && bytes.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// The URI that names the node in its certificate.
    static func uri(node: String) -> String { nodePrefix + node }

    /// The node that a URI names, or nil when it names none.
    static func node(uri: some StringProtocol) -> String? {
        guard uri.utf8.starts(with: nodePrefix.utf8) else { return nil }
        let name = uri.dropFirst(nodePrefix.count)
        return isNode(name) ? String(name) : nil
    }

    /// The entry of a host in the list of alternative names, as `DNS:hub.example` or
    /// `IP:10.0.0.1`; nil when it is neither a DNS name (RFC 1123) nor an IP address.
    static func entry(host: String) -> String? {
        let bytes = Array(host.utf8)
        guard (1...253).contains(bytes.count) else { return nil }
        let looksLikeAddress =
            bytes.contains(UInt8(ascii: ":"))
            || bytes.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
        if looksLikeAddress { return address(host) != nil ? "IP:\(host)" : nil }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy(isLabel) ? "DNS:\(host)" : nil
    }

    /// Whether `name` may be the common name of an authority: 1 to 64 characters on one line.
    static func isAuthority(_ name: String) -> Bool {
        (1...64).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
    }

    /// The 4 or 16 bytes of an IP address, or nil when the text is none.
    static func address(_ host: String) -> [UInt8]? {
        let allowed = host.utf8.allSatisfy {
            isDigit($0) || isHexLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
        }
        guard allowed else { return nil }
        let found = unsafe a2i_IPADDRESS(host)
        defer {
            unsafe ASN1_OCTET_STRING_free(found)
            ERR_clear_error()
        }
        guard let address = unsafe found, let start = unsafe ASN1_STRING_get0_data(address)
        else { return nil }
        let count = Int(unsafe ASN1_STRING_length(address))
        return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    }

    /// An IP address as text, from its 4 or 16 bytes.
    static func text(address bytes: [UInt8]) -> String {
        guard bytes.count == 16 else { return bytes.map { "\($0)" }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isUpper($0) || isUpper($0 & 0xDF) || isDigit($0) || $0 == hyphen }
    }

    private static func isUpper(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isHexLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte & 0xDF)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
