import COpenSSL

/// One of OpenSSL's keys on the curve P-256, public or private.
///
/// A key is not changed after it was made, and OpenSSL's own locks guard its caches: many threads
/// may use one at once.
@safe final class KeyHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over `pointer` and frees it in the end. Throws when it is not a key on P-256.
    init(owning pointer: OpaquePointer, _ operation: String) throws {
        unsafe self.pointer = pointer
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        let result = unsafe name.withUnsafeMutableBufferPointer { buffer in
            unsafe EVP_PKEY_get_group_name(pointer, buffer.baseAddress, buffer.count, &count)
        }
        let group = name.prefix(count).map { UInt8(bitPattern: $0) }
        guard result == 1, group.elementsEqual("prime256v1".utf8) else {
            ERR_clear_error()
            throw OpenSSLFailure(operation: operation, reasons: ["it is not a P-256 key"])
        }
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A new private key.
    static func generate() throws -> KeyHandle {
        let operation = "make a P-256 key"
        return try unsafe KeyHandle(owning: need(shabaka_generate_p256(), operation), operation)
    }

    /// A private key from PKCS #8 text. Encrypted keys are refused: nobody is there to be asked.
    static func privateKey(pem: String) throws -> KeyHandle {
        let operation = "read the private key"
        return try unsafe PEM.reading(pem, operation) { bio in
            let key = unsafe PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
            return try unsafe KeyHandle(owning: need(key, operation), operation)
        }
    }

    /// The private key as PKCS #8 text without encryption; the file's mode is its protection.
    func pem() throws -> String {
        try unsafe PEM.writing("write the private key") { bio in
            unsafe PEM_write_bio_PKCS8PrivateKey(bio, pointer, nil, nil, 0, nil, nil)
        }
    }

    /// The public half as DER SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    func publicBytes() throws -> [UInt8] {
        try unsafe derBytes("encode the public key") { unsafe i2d_PUBKEY(pointer, $0) }
    }
}
