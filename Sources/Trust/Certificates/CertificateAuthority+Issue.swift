import COpenSSL

extension CertificateAuthority {
    /// A certificate for a node, good as server, as client and for signed bundles.
    ///
    /// Only the public key is taken from the request; name, hosts and rights are the authority's
    /// word. It ends no later than the authority's own certificate.
    ///
    /// - Parameters:
    ///   - csrPEM: what `CertificateRequest.create` made.
    ///   - node: the node's name, `[A-Z0-9-]{1,32}`.
    ///   - hosts: DNS names and IP addresses under which others reach it; may be empty.
    ///   - now: Unix seconds.
    ///   - validSeconds: how long it is good from now.
    /// - Throws: `Failure`, `OpenSSLFailure`.
    public func issue(
        request csrPEM: String, node: String, hosts: [String], now: Int64, validSeconds: Int64
    ) throws -> Certificate {
        guard CertificateNames.isNode(node) else { throw Failure.nodeName(node) }
        let names =
            try ["URI:" + CertificateNames.uri(node: node)]
            + hosts.map { host in
                guard let entry = CertificateNames.entry(host: host) else {
                    throw Failure.host(host)
                }
                return entry
            }
        guard certificate.isValid(at: now) else {
            throw Failure.authorityExpired(
                notBefore: certificate.notBefore, notAfter: certificate.notAfter)
        }
        let notAfter = try Self.end(from: now, seconds: validSeconds)
        let key = try CertificateRequest.provenKey(in: csrPEM)
        let issuer = try CertificateHandle.read(der: certificate.der)
        let made = try CertificateHandle.blank()
        try made.fillIn(now: now, notAfter: min(notAfter, certificate.notAfter))
        try made.setSubject(commonName: node)
        try made.setIssuer(issuer)
        try made.setPublicKey(key)
        for (identifier, value) in Self.nodeExtensions(names: names) {
            try made.add(extension: identifier, value, issuer: issuer)
        }
        try made.sign(with: self.key)
        return try Certificate(made)
    }

    private static func nodeExtensions(names: [String]) -> [(Int32, String)] {
        [
            (NID_basic_constraints, "critical,CA:FALSE"),
            // Key agreement lets bundles be encrypted to the node.
            (NID_key_usage, "critical,digitalSignature,keyAgreement"),
            // Signed bundles are checked for the purpose of signed mail.
            (NID_ext_key_usage, "serverAuth,clientAuth,emailProtection"),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid:always"),
            (NID_subject_alt_name, names.joined(separator: ",")),
        ]
    }
}
