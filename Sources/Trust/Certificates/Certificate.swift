import COpenSSL

/// What a certificate says. That it is true must be checked: by the TLS library during a
/// handshake, or with `isIssued(by:)`.
///
/// Reading one takes a quarter of a millisecond: keep what was read, by its DER bytes.
public struct Certificate: Sendable, Hashable {
    /// The bytes, as they travel in the handshake.
    public let der: [UInt8]

    /// The bytes as text.
    public let pem: String

    /// The serial number in upper case hexadecimal digits: what a revocation names.
    public let serialHex: String

    /// The node it speaks for; nil unless its alternative names hold exactly one URI and that is
    /// `urn:shabaka:node:` with a valid name.
    public let node: String?

    /// The DNS names and IP addresses that it is good for.
    public let hosts: [String]

    /// Good from here on, in Unix seconds.
    public let notBefore: Int64

    /// Good until here, in Unix seconds.
    public let notAfter: Int64

    /// SHA-256 of the DER bytes.
    public let fingerprint: Digest

    /// The first certificate in the text. Throws `OpenSSLFailure`.
    public init(pem: String) throws {
        try self.init(CertificateHandle.read(pem: pem))
    }

    /// The certificate in these bytes. Throws `OpenSSLFailure`.
    public init(der: [UInt8]) throws {
        try self.init(CertificateHandle.read(der: der))
    }

    init(_ handle: CertificateHandle) throws {
        der = try handle.der()
        pem = try handle.pem()
        serialHex = try handle.serialHex()
        (node, hosts) = handle.alternativeNames()
        (notBefore, notAfter) = try handle.dates()
        fingerprint = sha256(der)
    }

    /// When the authority made it, by the authority's clock, in Unix seconds.
    public var issued: Int64 { notBefore + CertificateHandle.backdatingSeconds }

    /// The name that the certificate of a node carries for it.
    public static func uri(node: String) -> String { CertificateNames.uri(node: node) }

    /// Whether it is good at `now` (Unix seconds), both ends included.
    public func isValid(at now: Int64) -> Bool {
        notBefore <= now && now <= notAfter
    }

    /// Whether it was issued for this key.
    public func fits(_ key: TLSKey) -> Bool {
        defer { ERR_clear_error() }
        // It was read once before; what cannot be read again fits nothing.
        guard let subject = try? CertificateHandle.read(der: der) else { return false }
        return unsafe X509_check_private_key(subject.pointer, key.handle.pointer) == 1
    }

    /// Whether the authority of `authority` signed it: the issuer's name, the right to sign and
    /// the signature are checked, the dates are not.
    public func isIssued(by authority: Certificate) -> Bool {
        defer { ERR_clear_error() }
        // Both were read once before; what cannot be read again was not issued by anybody.
        guard let subject = try? CertificateHandle.read(der: der),
            let issuer = try? CertificateHandle.read(der: authority.der),
            let key = try? issuer.publicKey()
        else { return false }
        return unsafe X509_check_ca(issuer.pointer) == 1
            && X509_check_issued(issuer.pointer, subject.pointer) == X509_V_OK
            && X509_verify(subject.pointer, key.pointer) == 1
    }

    /// Whether `authority` signed it; the dates are not checked.
    public func isIssued(by authority: CertificateAuthority) -> Bool {
        isIssued(by: authority.certificate)
    }
}

extension CertificateHandle {
    fileprivate func serialHex() throws -> String {
        let operation = "read the certificate's serial number"
        let number = try unsafe need(
            ASN1_INTEGER_to_BN(X509_get0_serialNumber(pointer), nil), operation)
        defer { unsafe BN_free(number) }
        let text = try unsafe need(BN_bn2hex(number), operation)
        defer { unsafe shabaka_free(text) }
        return unsafe String(cString: text)
    }

    fileprivate func alternativeNames() -> (node: String?, hosts: [String]) {
        guard let names = unsafe shabaka_alternative_names(pointer) else {
            ERR_clear_error()
            return (nil, [])
        }
        defer { unsafe shabaka_alternative_names_free(names) }
        var uris: [String] = []
        var hosts: [String] = []
        for index in unsafe 0..<shabaka_alternative_names_count(names) {
            var count: Int32 = 0
            var isAddress: Int32 = 0
            if let start = unsafe shabaka_alternative_name_uri(names, index, &count) {
                let buffer = unsafe UnsafeBufferPointer(start: start, count: Int(count))
                unsafe uris.append(String(decoding: buffer, as: UTF8.self))
            } else if let start = unsafe shabaka_alternative_name_host(
                names, index, &count, &isAddress)
            {
                let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
                hosts.append(
                    isAddress == 1
                        ? CertificateNames.text(address: bytes)
                        : String(decoding: bytes, as: UTF8.self))
            }
        }
        return (uris.count == 1 ? CertificateNames.node(uri: uris[0]) : nil, hosts)
    }

    fileprivate func dates() throws -> (notBefore: Int64, notAfter: Int64) {
        let operation = "read the certificate's dates"
        let epoch = try unsafe need(ASN1_TIME_set(nil, 0), operation)
        defer { unsafe ASN1_TIME_free(epoch) }
        func seconds(_ time: UnsafePointer<ASN1_TIME>?) throws -> Int64 {
            var days: Int32 = 0
            var rest: Int32 = 0
            try unsafe need(ASN1_TIME_diff(&days, &rest, epoch, time), operation)
            return Int64(days) * 86_400 + Int64(rest)
        }
        return try unsafe (
            seconds(X509_get0_notBefore(pointer)), seconds(X509_get0_notAfter(pointer))
        )
    }
}
