import Foundation
import Trust

/// The serial number of the certificate that a port shows to whoever comes, by OpenSSL's own
/// client; nil while nobody answers there.
func presentedSerial(at address: String) throws -> String? {
    let run = try RunningProgram(
        ["openssl", "s_client", "-connect", address], program: "/usr/bin/env"
    ).wait()
    // What is said without a certificate cannot be read as one.
    return (try? Certificate(pem: run.output))?.serialHex
}

extension TestNode {
    /// The serial number of the certificate in its folder.
    func serial() throws -> String {
        try Certificate(pem: key("tls.pem")).serialHex
    }

    /// Puts another key in the place of the one that its certificate belongs to.
    func misplaceKey() throws {
        try TLSKey.generate().pem.write(
            toFile: data + "/keys/tls.key", atomically: true, encoding: .utf8)
    }
}
